using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Decisions;

/// <summary>A silo that was frozen wakes up with an orchestrator that believes its feed silent, while another one has taken over and hears it well.</summary>
public sealed class WokenOrchestratorTests
{
    private const string Book = "main";

    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(53);

    [Fact]
    public async Task One_that_was_replaced_pauses_nothing_for_what_it_did_not_hear_and_stands_down()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await cluster.Fund(Book);
        var woken = cluster.Grains.GetGrain<IOrchestratorGrain>(Book);
        await woken.Beat(1_000, cluster.Time.GetUtcNow());
        await woken.Tick();

        cluster.Time.Advance(Frozen);
        var newer = await cluster.Portfolio(Book).TakeOver();
        // A beat is not waited for, so it may come late. Once it is there, the silence is seen; then it ends, and who is asked next has taken over anew.
        await Until(async () =>
        {
            await woken.Tick();
            return (await woken.Ping()).Epoch > newer;
        });

        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));
    }

    [Fact]
    public async Task A_pause_for_silence_that_another_one_left_does_not_outlast_the_next_look()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await cluster.Fund(Book);
        var trading = cluster.Grains.GetGrain<IOrchestratorGrain>(Book);
        await trading.Tick();
        await cluster.Portfolio(Book).Pause(StrategyId.Arbitrage, PauseCause.StaleFeed, "said by one that woke up");
        await cluster.Portfolio(Book).Pause(StrategyId.Sniper, PauseCause.Operator, "by hand");

        await Until(async () =>
        {
            // The loop's copy of the book is a quarter of a second old at most.
            cluster.Time.Advance(TimeSpan.FromMilliseconds(300));
            await trading.Beat(1_000, cluster.Time.GetUtcNow());
            await trading.Tick();
            return await PauseOf(cluster, StrategyId.Arbitrage) is null;
        });

        Assert.Equal(PauseCause.Operator, (await PauseOf(cluster, StrategyId.Sniper))!.Cause);
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TradingCluster.Patience);
        while (!await holds()) patience.Token.ThrowIfCancellationRequested();
    }

    private static async Task<Pause?> PauseOf(TradingCluster cluster, StrategyId strategy) => (await cluster.Portfolio(Book).Book()).Strategy(strategy).Pause;
}
