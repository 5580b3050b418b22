using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Decisions;

/// <summary>Pauses for a silent feed, over failures and restarts.</summary>
public sealed class FeedWatchTests
{
    private const string Book = "main";

    [Fact]
    public async Task The_first_word_after_a_restart_lifts_the_pause_of_an_earlier_life_and_no_other()
    {
        await using var cluster = await TradingCluster.Launch();
        await cluster.Fund(Book);
        var (silent, stopped) = (StrategyId.Arbitrage, StrategyId.Sniper);
        await cluster.Portfolio(Book).Pause(silent, PauseCause.StaleFeed, "said by an earlier life");
        await cluster.Portfolio(Book).Pause(stopped, PauseCause.Operator, "by hand");

        var watch = new FeedWatch();
        await Watch();
        Assert.NotNull(await PauseOf(cluster, silent));
        watch.Beat(1, cluster.Time.GetUtcNow());
        await Watch();

        Assert.Null(await PauseOf(cluster, silent));
        Assert.Equal(PauseCause.Operator, (await PauseOf(cluster, stopped))!.Cause);

        Task Watch() => watch.Watch(new PortfolioId(Book), cluster.Grains, new TradingLimits(), NullLoggerFactory.Instance, cluster.Time.GetUtcNow());
    }

    private static async Task<Pause?> PauseOf(TradingCluster cluster, StrategyId strategy) => (await cluster.Portfolio(Book).Book()).Strategy(strategy).Pause;
}
