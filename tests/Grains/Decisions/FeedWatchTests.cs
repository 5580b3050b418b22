using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Decisions;

/// <summary>Pauses for a silent feed, over failures and restarts.</summary>
public sealed class FeedWatchTests
{
    private static readonly PortfolioId Book = new("main");

    [Fact]
    public async Task The_first_word_after_a_restart_lifts_the_pause_of_an_earlier_life_and_no_other()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        var epoch = await cluster.Fund(Book.Value);
        var (silent, stopped) = (StrategyId.Arbitrage, StrategyId.Sniper);
        await cluster.Portfolio(Book.Value).Pause(silent, PauseCause.StaleFeed, "said by an earlier life");
        await cluster.Portfolio(Book.Value).Pause(stopped, PauseCause.Operator, "by hand");

        var watch = await Watching(cluster, epoch);
        await watch.Watch(cluster.Time.GetUtcNow());
        Assert.NotNull(await PauseOf(cluster, silent));
        watch.Beat(1, cluster.Time.GetUtcNow());
        await watch.Watch(cluster.Time.GetUtcNow());

        Assert.Null(await PauseOf(cluster, silent));
        Assert.Equal(PauseCause.Operator, (await PauseOf(cluster, stopped))!.Cause);
    }

    [Fact]
    public async Task Silence_pauses_what_trades_on_the_feed_and_its_next_word_lifts_that()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        var watch = await Watching(cluster, await cluster.Fund(Book.Value));
        watch.Beat(1, cluster.Time.GetUtcNow());
        await watch.Watch(cluster.Time.GetUtcNow());
        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));

        cluster.Time.Advance(TimeSpan.FromSeconds(53));
        await watch.Watch(cluster.Time.GetUtcNow());
        Assert.Equal(PauseCause.StaleFeed, (await PauseOf(cluster, StrategyId.Arbitrage))!.Cause);

        watch.Beat(2, cluster.Time.GetUtcNow());
        await watch.Watch(cluster.Time.GetUtcNow());
        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));
    }

    [Fact]
    public async Task A_pause_of_the_feeds_own_watch_which_looks_earlier_stands_until_something_is_heard()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        var epoch = await cluster.Fund(Book.Value);
        var heard = cluster.Time.GetUtcNow();
        cluster.Time.Advance(TimeSpan.FromMilliseconds(1_850));
        await cluster.Portfolio(Book.Value).Pause(StrategyId.Arbitrage, PauseCause.StaleFeed, "feed main is silent");

        var watch = await Watching(cluster, epoch);
        watch.Beat(1, heard);
        await watch.Watch(cluster.Time.GetUtcNow());
        Assert.NotNull(await PauseOf(cluster, StrategyId.Arbitrage));

        watch.Beat(2, cluster.Time.GetUtcNow());
        await watch.Watch(cluster.Time.GetUtcNow());
        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));
    }

    private static async Task<FeedWatch> Watching(TradingCluster cluster, Epoch epoch)
    {
        var ports = cluster.Services.GetRequiredService<LoopPorts>();
        var copy = new BookCopy(Book, ports);
        await copy.Refresh();
        return new FeedWatch(Book, ports, copy, new Decider(Book, () => "", ports.Metrics) { Epoch = epoch }, () => Assert.Fail("It is the newest orchestrator."));
    }

    private static async Task<Pause?> PauseOf(TradingCluster cluster, StrategyId strategy) => (await cluster.Portfolio(Book.Value).Book()).Strategy(strategy).Pause;
}
