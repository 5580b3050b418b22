using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Grains.Tests.Clusters;
using Orchestrator.Grains.Tests.Execution;

namespace Orchestrator.Grains.Tests.Channels;

/// <summary>
/// Delivery is at least once, and what one channel tells is in no order to what another one tells. A reader remembers the ids that it has seen only as long as it lives: here each repetition has an
/// id of its own, and the consumer behind the reader must know by itself.
/// </summary>
public sealed class RepetitionTests
{
    private static readonly PortfolioId Main = new("main");

    private int _told;

    [Fact]
    public async Task Opportunities_of_both_channels_are_each_decided_once_however_often_they_are_told()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await cluster.Fund(Main.Value);
        var orchestrator = cluster.Grains.GetGrain<IOrchestratorGrain>(Main.Value);
        await orchestrator.Beat(1_000, cluster.Time.GetUtcNow());
        var (found, offered) = (Found(cluster), Offered(cluster));
        for (var round = 0; round < 3; round++)
        {
            // Waiting, commanded and decided long ago: it is the same opportunity each time.
            await Tell(cluster, offered);
            await Tell(cluster, found);
            await Tell(cluster, found);
            await Tell(cluster, offered);
            await Idle(cluster);
            await orchestrator.Tick();
            await Idle(cluster);
        }

        Assert.Equal((2, 2), (await Decisions(orchestrator), (await cluster.Portfolio(Main.Value).Book()).Reservations.Length));
        Assert.Equal(new[] { found.Id, offered.Id }.Order(), cluster.Journal.Records.Keys.Order());
        // A second decision about one of them would be a refusal.
        Assert.All(cluster.Journal.Records.Values, record => Assert.Equal(DecisionOutcome.Executed, record.Outcome));
    }

    [Fact]
    public async Task Results_teach_the_same_in_whatever_order_and_however_often_they_are_told()
    {
        var ordered = await Taught([0, 1, 2, 3]);
        Assert.Equal(4, ordered.Evidence.Outcomes);
        Assert.Equal(ordered, await Taught([3, 1, 0, 2, 1, 3, 3, 0, 2]));
    }

    [Fact]
    public async Task A_command_that_comes_again_after_the_end_changes_neither_saga_nor_book()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await using var drill = await SagaDrill.Start(cluster);
        drill.Lands(20_000);
        Assert.Equal(ExecutionState.Posted, (await drill.RunToEnd()).State);
        var (stored, book) = (cluster.Store.BytesOf("saga", drill.Saga.GetGrainId()), await drill.Book.Book());

        await Tell(cluster, drill.Command);
        await Idle(cluster);
        await cluster.Deactivate(drill.Saga);
        await Tell(cluster, drill.Command);
        await Idle(cluster);
        await drill.Advance();

        Assert.Equal(stored, cluster.Store.BytesOf("saga", drill.Saga.GetGrainId()));
        // The orchestrator that hears of the result takes the book over meanwhile: what is owned and what is settled is what counts.
        var after = await drill.Book.Book();
        Assert.Equal((book.Sol, book.Reservations.Length), (after.Sol, after.Reservations.Length));
        Assert.Equal(book.Settled, after.Settled);
        Assert.Single(cluster.Chain.Sent.Select(Convert.ToHexString).Distinct());
        await drill.Judge();
    }

    /// <summary>Its reservation was given back while it was on its way: a saga that began with it would be driven by nobody.</summary>
    [Fact]
    public async Task A_command_that_comes_after_its_epoch_was_revoked_begins_nothing_and_that_is_durable()
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await using var drill = await SagaDrill.Start(cluster, commanded: false);
        var newer = await drill.Book.TakeOver();
        Assert.Null((await drill.Saga.Revoke(newer)).State);
        for (var life = 0; life < 2; life++)
        {
            await Tell(cluster, drill.Command);
            await Idle(cluster);
            Assert.Null((await drill.Saga.Advance(newer)).State);
            Assert.Equal(CommandCodes.OlderEpoch, (await drill.Saga.Execute(drill.Command)).Code);
            await cluster.Deactivate(drill.Saga);
        }

        Assert.Equal(0, cluster.Planner.Plans);
        Assert.Equal(CommandCodes.Accepted, (await drill.Saga.Execute(drill.Command with { Epoch = newer })).Code);
    }

    /// <summary>Results one after the other, told in this order, with ticks between.</summary>
    private async Task<(LearningEvidence Evidence, Lamports Realised, StrategyStanding Standing)> Taught(int[] order)
    {
        await using var cluster = await TradingCluster.Launch(orchestrated: true);
        await cluster.Fund(Main.Value);
        var orchestrator = cluster.Grains.GetGrain<IOrchestratorGrain>(Main.Value);
        await orchestrator.Tick();
        ExecutionResult[] results = [.. Enumerable.Range(0, 4).Select(number => Made.Result(cluster, realised: 100 * (number - 1), at: cluster.Time.GetUtcNow().AddMilliseconds(-number)))];
        foreach (var told in order) await Tell(cluster, results[told]);
        await Idle(cluster);
        await orchestrator.Tick();
        foreach (var told in order) await Tell(cluster, results[told]);
        await Idle(cluster);
        await orchestrator.Tick();
        var view = await cluster.Grains.GetGrain<IStrategyGrain>(StrategyKey.Of(Main, StrategyId.Arbitrage)).Read();
        return (view.Evidence, view.Realised, view.Standing);
    }

    private Task Tell(TradingCluster cluster, ArbitrageFound found) => cluster.Publisher.Publish(TradingChannels.Arbitrage, Main.Value, Fresh, found.ObservedAt, found);

    private Task Tell(TradingCluster cluster, Opportunity offered) => cluster.Publisher.Publish(TradingChannels.Opportunities, Main.Value, Fresh, offered.CreatedAt, offered);

    private Task Tell(TradingCluster cluster, ExecutionCommand command) =>
        cluster.Publisher.Publish(TradingChannels.Commands, ChannelPublisher.KeyOf(command.Id), Fresh, command.DecidedAt, command);

    private Task Tell(TradingCluster cluster, ExecutionResult result) => cluster.Publisher.Publish(TradingChannels.Results, Main.Value, Fresh, result.FinishedAt, result);

    private Guid Fresh => EventIds.For("t", $"{++_told}");

    private static Task Idle(TradingCluster cluster) => cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);

    private static async Task<long> Decisions(IOrchestratorGrain orchestrator) => (await orchestrator.Status()).Executed;

    private static Opportunity Offered(TradingCluster cluster)
    {
        var now = cluster.Time.GetUtcNow();
        return new Opportunity(
            cluster.NewId(), StrategyId.Arbitrage, TradingCluster.Bonk, new RouteKey("offered"), Mint.Sol, Lamports.OneSol, 0.2, 0.9, new Lamports(100_000_000),
            Lamports.Zero, new BasisPoints(50), 1_000, now, now.AddSeconds(25), null, "{}", null, []);
    }

    private static ArbitrageFound Found(TradingCluster cluster)
    {
        var now = cluster.Time.GetUtcNow();
        return new ArbitrageFound(
            cluster.NewId(), StrategyId.Arbitrage, new RouteKey("found"), TradingCluster.Bonk,
            [new RouteLeg("venue", "pool", Mint.Sol, TradingCluster.Bonk, new BaseUnits(100_000_000), new BaseUnits(1_000), new BasisPoints(0), 1_000)],
            new BaseUnits(100_000_000), new BaseUnits(200_000_000), Lamports.OneSol, new Lamports(100_000_000), Lamports.Zero, Lamports.Zero, new BasisPoints(50), 0.2, 0.9, 1_000, now,
            now.AddSeconds(25));
    }
}
