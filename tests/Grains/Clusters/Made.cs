using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;

namespace Orchestrator.Grains.Tests.Clusters;

/// <summary>Results as executions report them.</summary>
internal static class Made
{
    public static ExecutionResult Result(
        TradingCluster cluster, long realised, long expected = 1_000, ExecutionOutcome outcome = ExecutionOutcome.Landed, DateTimeOffset? at = null,
        long notional = 100_000, params ImmutableArray<string> venues)
    {
        var landed = outcome is ExecutionOutcome.Landed or ExecutionOutcome.LandedWithError;
        var error = outcome == ExecutionOutcome.LandedWithError ? "slippage" : null;
        var landing = landed ? new Landing(1_000, error, new Lamports(5_000), Lamports.Zero, []) : null;
        return new ExecutionResult(
            cluster.NewId(), new PortfolioId("main"), new Epoch(1), StrategyId.Arbitrage, TradingCluster.Bonk, outcome, landed ? "signature" : null,
            new Lamports(realised), new Lamports(expected), landing, error, [], at ?? cluster.Time.GetUtcNow(), venues, new Lamports(notional));
    }
}
