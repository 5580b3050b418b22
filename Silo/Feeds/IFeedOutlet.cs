using System.Collections.Immutable;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Silo.Feeds;

/// <summary>Where what a session finds goes. A task that ends has handed it over for good.</summary>
internal interface IFeedOutlet
{
    Task Launched(Launch launch);

    Task Found(StrategyFinding finding);

    Task Reached(FeedProgress progress);

    /// <summary>What a trade without a loan may use.</summary>
    Task<Lamports> OwnCapital();

    /// <summary>How far landed trades of these tokens fell short, oldest first of each.</summary>
    Task<ImmutableArray<(Mint Token, SlippageSample Sample)>> Slippage(IReadOnlyList<Mint> tokens);
}
