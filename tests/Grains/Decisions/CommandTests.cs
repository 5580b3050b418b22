using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Decisions;

/// <summary>The orchestrator with its journal: what is stored before what is done.</summary>
public sealed class CommandTests
{
    private const string Book = "main";

    [Fact]
    public async Task A_saga_is_not_begun_before_its_decision_is_in_the_journal()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await cluster.Fund(Book);
        var orchestrator = cluster.Grains.GetGrain<IOrchestratorGrain>(Book);
        await orchestrator.Beat(1_000, cluster.Time.GetUtcNow());
        var offer = Offer(cluster);
        cluster.Journal.Refuses = true;

        Assert.Equal("queued", (await orchestrator.Offer(offer)).Code);
        for (var tick = 0; tick < 5; tick++)
        {
            await orchestrator.Tick();
            await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
        }

        // Reserved and commanded, the command is at its saga: and nothing is stored, planned or signed of it.
        Assert.Equal(1, (await orchestrator.Status()).Executed);
        Assert.Equal(offer.Id, Assert.Single((await cluster.Portfolio(Book).Book()).Reservations).Id);
        Assert.Null(cluster.Store.BytesOf("saga", cluster.Saga(offer.Id).GetGrainId()));
        Assert.Equal(0, cluster.Planner.Plans);

        cluster.Journal.Refuses = false;
        using var patience = new CancellationTokenSource(TradingCluster.Patience);
        // The store is left alone for a second of real time after a refusal.
        while (cluster.Planner.Plans == 0) await orchestrator.Tick().WaitAsync(patience.Token);

        Assert.Equal(DecisionOutcome.Executed, cluster.Journal.Records[offer.Id].Outcome);
        Assert.NotNull((await cluster.Saga(offer.Id).Read()).State);
    }

    private static Opportunity Offer(TradingCluster cluster)
    {
        var now = cluster.Time.GetUtcNow();
        return new Opportunity(
            cluster.NewId(), StrategyId.Arbitrage, TradingCluster.Bonk, new RouteKey("a"), Mint.Sol, Lamports.OneSol, 0.2, 0.9, new Lamports(100_000_000),
            Lamports.Zero, new BasisPoints(50), 1_000, now, now.AddSeconds(25), null, "{}", null, []);
    }
}
