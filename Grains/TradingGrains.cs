using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Execution;
using Orchestrator.Grains.Exits;
using Orchestrator.Grains.Feed;
using Orchestrator.Grains.Lending;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Grains.Sniping;
using Orchestrator.Grains.Strategy;

namespace Orchestrator.Grains;

public static class TradingGrains
{
    /// <summary>
    /// Every grain of the trade besides the orchestrator. The silo brings the ports (<c>IRiskSettings</c>, <c>IStrategySettings</c>,
    /// <c>IDecisionJournal</c>, planner, chain, signer), the stores of <see cref="StateNames"/>, Orleans transactions and the stream provider.
    /// </summary>
    public static IServiceCollection AddTradingGrains(this IServiceCollection services) =>
        services.AddChannels().AddPortfolioGrains().AddStrategyGrains().AddOpportunityGrains().AddSniperGrains().AddExitGrains().AddLendingGrains().AddFeedGrains();
}
