using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Feed;

public sealed class FeedGrainTests
{
    [Fact]
    public async Task Silence_pauses_the_feeds_strategies_within_two_seconds_and_says_so_and_the_next_word_lifts_it()
    {
        await using var cluster = await Fed();
        var feed = Feed(cluster);
        await feed.Ping();
        await Speak(cluster, 100);
        Assert.Equal(FeedCondition.Live, (await feed.Ping()).Condition);

        // Looks come every 200 ms: the last one before the bound must already see it.
        cluster.Time.Advance(TimeSpan.FromMilliseconds(1_700));
        Assert.Equal(FeedCondition.Live, (await feed.Ping()).Condition);
        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));
        cluster.Time.Advance(TimeSpan.FromMilliseconds(100));
        var stale = await feed.Ping();
        Assert.Equal((FeedCondition.Stale, TimeSpan.FromMilliseconds(1_800)), (stale.Condition, stale.Silence));
        foreach (var strategy in stale.Strategies)
        {
            var pause = await PauseOf(cluster, strategy);
            Assert.Equal(PauseCause.StaleFeed, pause!.Cause);
            Assert.Contains("feed main is silent since", pause.Reason, StringComparison.Ordinal);
        }

        await Speak(cluster, 101);
        Assert.Equal(FeedCondition.Live, (await feed.Ping()).Condition);
        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));
        Assert.Null(await PauseOf(cluster, StrategyId.Sniper));
    }

    [Fact]
    public async Task A_feed_that_never_speaks_is_stale_and_an_operators_pause_is_not_lifted_by_its_return()
    {
        await using var cluster = await Fed();
        await cluster.Portfolio(Book).Pause(StrategyId.Sniper, PauseCause.Operator, "by hand");
        var feed = Feed(cluster);
        Assert.Equal(FeedCondition.Starting, (await feed.Ping()).Condition);
        cluster.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(FeedCondition.Stale, (await feed.Ping()).Condition);
        Assert.Equal(PauseCause.StaleFeed, (await PauseOf(cluster, StrategyId.Arbitrage))!.Cause);

        await Speak(cluster, 7);
        await feed.Ping();
        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));
        Assert.Equal(PauseCause.Operator, (await PauseOf(cluster, StrategyId.Sniper))!.Cause);
    }

    [Fact]
    public async Task A_pause_that_a_woken_silos_feed_left_behind_is_lifted_by_the_next_look()
    {
        await using var cluster = await Fed();
        await Feed(cluster).Ping();
        await Speak(cluster, 100);
        await Feed(cluster).Ping();
        await cluster.Portfolio(Book).Pause(StrategyId.Arbitrage, PauseCause.StaleFeed, "feed main is silent, says one that slept");

        await Speak(cluster, 101);
        Assert.Equal(FeedCondition.Live, (await Feed(cluster).Ping()).Condition);
        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));
    }

    [Fact]
    public async Task A_pause_of_the_orchestrators_watch_whose_bound_is_shorter_stands_until_something_is_heard()
    {
        await using var cluster = await Fed();
        await Feed(cluster).Ping();
        await Speak(cluster, 100);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await cluster.Portfolio(Book).Pause(StrategyId.Arbitrage, PauseCause.StaleFeed, "market data is silent");

        Assert.Equal(FeedCondition.Live, (await Feed(cluster).Ping()).Condition);
        Assert.NotNull(await PauseOf(cluster, StrategyId.Arbitrage));
        await Speak(cluster, 101);
        await Feed(cluster).Ping();
        Assert.Null(await PauseOf(cluster, StrategyId.Arbitrage));
    }

    [Fact]
    public async Task A_source_that_speaks_from_the_future_does_not_hide_its_silence()
    {
        await using var cluster = await Fed();
        await Feed(cluster).Ping();
        await Feed(cluster).Reached(new(5, cluster.Time.GetUtcNow().AddDays(1), FeedTally.Empty));
        cluster.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(FeedCondition.Stale, (await Feed(cluster).Ping()).Condition);
    }

    [Fact]
    public async Task A_session_that_breaks_is_begun_again_from_the_checkpoint_not_at_once_and_its_end_is_named()
    {
        await using var cluster = await Fed();
        var feed = Feed(cluster);
        await feed.Ping();
        await Until(() => cluster.Feed.Begun.Count == 1);
        await Speak(cluster, 500);
        cluster.Feed.Break("no server serves");

        await UntilAsync(async () => (await feed.Ping()).LastEnd is not null);
        Assert.Equal("no server serves", (await feed.Read()).LastEnd);
        Assert.Single(cluster.Feed.Begun);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await feed.Ping();
        await Until(() => cluster.Feed.Begun.Count == 2);
        Assert.Equal([null, 500UL], cluster.Feed.Begun);
    }

    [Fact]
    public async Task The_checkpoint_outlives_the_activation_and_is_stored_not_more_than_once_a_second()
    {
        await using var cluster = await Fed();
        var feed = Feed(cluster);
        await feed.Ping();
        await Speak(cluster, 900);
        await Speak(cluster, 901);
        Assert.Equal(900UL, (await feed.Read()).Checkpoint);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await Speak(cluster, 902);
        await Speak(cluster, 850);

        await cluster.Deactivate(feed);
        await feed.Ping();
        await Until(() => cluster.Feed.Begun.Count == 2);
        Assert.Equal(902UL, cluster.Feed.Begun.Last());
    }

    private static string Book => ScriptedFeed.Portfolio.Value;

    private static async Task<TradingCluster> Fed()
    {
        var cluster = await TradingCluster.Launch();
        await cluster.Fund(Book);
        return cluster;
    }

    private static IFeedGrain Feed(TradingCluster cluster) => cluster.Grains.GetGrain<IFeedGrain>("main");

    private static Task Speak(TradingCluster cluster, ulong slot) => Feed(cluster).Reached(new(slot, cluster.Time.GetUtcNow(), FeedTally.Empty));

    private static async Task<Pause?> PauseOf(TradingCluster cluster, StrategyId strategy) => (await cluster.Portfolio(Book).Book()).Strategy(strategy).Pause;

    private static Task Until(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TradingCluster.Patience);
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
