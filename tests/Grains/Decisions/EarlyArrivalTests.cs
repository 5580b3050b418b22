using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Decisions;

/// <summary>A channel tells again what its holder had not settled, also while a new orchestrator does not know yet what was decided.</summary>
public sealed class EarlyArrivalTests
{
    private static readonly PortfolioId Main = new("main");

    private readonly ScriptedHistory _history = new();

    [Fact]
    public async Task What_was_decided_and_is_told_again_before_the_journal_was_asked_waits_and_is_not_decided_again()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true, more: services =>
        {
            services.AddSingleton<IChannelHistory>(_history);
            services.Configure<OrchestratorOptions>(options => (options.EventTime, options.Enabled, options.OpportunityTimeout) = (false, false, TimeSpan.FromMinutes(5)));
        });
        await cluster.Fund(Main.Value);
        var orchestrator = cluster.Grains.GetGrain<IOrchestratorGrain>(Main.Value);
        var (cancelled, early) = (Made(cluster, "cancelled"), Made(cluster, "early"));
        await cluster.Publisher.Publish(Main, cancelled);
        await Until(async () => (await Waiting(orchestrator)).Length == 1);
        Assert.True(await orchestrator.Cancel(cancelled.Id, "olga"));
        await Until(() => Task.FromResult(cluster.Journal.Records.ContainsKey(cancelled.Id)));

        _history.Holds = [cancelled];
        _history.Hold();
        await cluster.Deactivate(orchestrator);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await Until(async () => (await orchestrator.Ping()).Ready);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        var fresh = Made(cluster, "fresh");
        foreach (var told in (Opportunity[])[cancelled, early, fresh]) await cluster.Publisher.Publish(Main, told);

        // They come in their order: when the last is there, the others were heard.
        await Until(async () => (await Waiting(orchestrator)).Length > 0);
        Assert.Equal([fresh.Id], await Waiting(orchestrator));
        _history.Tell();
        await Until(async () => (await Waiting(orchestrator)).Length > 1);
        Assert.Equal([early.Id, fresh.Id], (await Waiting(orchestrator)).Order());
    }

    [Fact]
    public void Of_more_than_there_is_room_for_the_newest_are_kept_and_nothing_is_once_it_is_over()
    {
        var early = new EarlyArrivals(2);
        var now = TradingCluster.Start;
        Opportunity[] told = [.. Enumerable.Range(1, 3).Select(number => Made(Id(number), $"{number}", now))];
        Assert.False(early.Keeps(told[0]));
        early.Begin(now);
        Assert.All(told, each => Assert.True(early.Keeps(each)));
        Assert.False(early.Keeps(told[0] with { CreatedAt = now.AddTicks(1) }));
        Assert.Equal(told[1..], early.End());
        Assert.False(early.Keeps(told[0]));
        Assert.Empty(early.End());
    }

    private static async Task<OpportunityId[]> Waiting(IOrchestratorGrain orchestrator) => [.. (await orchestrator.Queue(0, 10)).Select(entry => entry.Opportunity.Id)];

    private static Opportunity Made(TradingCluster cluster, string route) => Made(cluster.NewId(), route, cluster.Time.GetUtcNow());

    private static OpportunityId Id(int number) => OpportunityId.Create(TradingCluster.Start, [0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)number]);

    private static Opportunity Made(OpportunityId id, string route, DateTimeOffset now) => new(
        id, StrategyId.Arbitrage, TradingCluster.Bonk, new RouteKey(route), Mint.Sol, Lamports.OneSol, 0.2, 0.9, new Lamports(100_000_000), Lamports.Zero,
        new BasisPoints(50), null, now, now.AddMinutes(4), Priority.Normal, "{}", null, []);

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(TradingCluster.Patience);
        while (!await holds()) patience.Token.ThrowIfCancellationRequested();
    }
}
