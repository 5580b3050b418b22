using Microsoft.Extensions.Options;
using Orchestrator.Client.Api.Hosting;
using Orchestrator.Domain;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Cluster;

/// <summary>The grains of the portfolio that is operated here, asked with bounded patience.</summary>
internal sealed class TradingCluster(IGrainFactory grains, IOptions<ClientApiOptions> options, TimeProvider time)
{
    public PortfolioId Portfolio => options.Value.Portfolio;

    public IOrchestratorGrain Orchestrator => grains.GetGrain<IOrchestratorGrain>(Portfolio.Value);

    public IPortfolioGrain Book => grains.GetGrain<IPortfolioGrain>(Portfolio.Value);

    public IDecisionJournalGrain Journal => grains.GetGrain<IDecisionJournalGrain>(Portfolio.Value);

    public IOperatorAuditGrain Audit => grains.GetGrain<IOperatorAuditGrain>(Portfolio.Value);

    public IBrakeGrain Brake => grains.GetGrain<IBrakeGrain>(Portfolio.Value);

    public IExitGrain Exits => grains.GetGrain<IExitGrain>(Portfolio.Value);

    public ILendingGrain Lending => grains.GetGrain<ILendingGrain>(Portfolio.Value);

    public ISniperGrain Sniper => grains.GetGrain<ISniperGrain>(Portfolio.Value);

    public IBlacklistGrain Blacklist => grains.GetGrain<IBlacklistGrain>(Portfolio.Value);

    public IFeedGrain Feed => grains.GetGrain<IFeedGrain>(FeedNames.Main);

    public ILiveLeaseGrain Lease => grains.GetGrain<ILiveLeaseGrain>(Portfolio.Value);

    public IStrategyGrain Strategy(StrategyId strategy) => grains.GetGrain<IStrategyGrain>(StrategyKey.Of(Portfolio, strategy));

    public IOpportunityGrain Saga(OpportunityId id) => grains.GetGrain<IOpportunityGrain>(id.Value);

    /// <summary>Keys of two callers, or of two portfolios, never meet.</summary>
    public IIdempotencyGrain Idempotency(string caller, string key) => grains.GetGrain<IIdempotencyGrain>($"{Portfolio}/{caller}/{key}");

    public IManagementGrain Management => grains.GetGrain<IManagementGrain>(0);

    /// <exception cref="TimeoutException">No answer within <see cref="ClientApiOptions.GrainTimeout"/>; the call may still take effect.</exception>
    public Task<T> Ask<T>(Task<T> call) => call.WaitAsync(options.Value.GrainTimeout, time);

    /// <inheritdoc cref="Ask{T}(Task{T})"/>
    public Task Ask(Task call) => call.WaitAsync(options.Value.GrainTimeout, time);
}
