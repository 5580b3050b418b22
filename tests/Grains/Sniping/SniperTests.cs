using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Grains.Tests.Clusters;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Grains.Tests.Sniping;

/// <summary>Launches that come over their channel are judged, remembered and offered; an operator's trades take two steps.</summary>
public sealed class SniperTests
{
    private static readonly Mint Token = TradingCluster.Bonk;

    [Fact]
    public async Task A_launch_is_looked_at_again_when_it_is_old_enough_and_offered_once()
    {
        await using var cluster = await Sniping();
        var offers = await Offers(cluster);
        await Tell(cluster, Seen(cluster));

        var young = Assert.Single((await Read(cluster)).Verdicts);
        Assert.Equal(SniperFilters.Age, young.Verdict.Refusal!.Filter);
        Assert.Null(young.Offered);

        await Pass(cluster, TimeSpan.FromSeconds(29));
        Assert.Equal(1, cluster.Research.Looks);
        await Pass(cluster, TimeSpan.FromSeconds(1));
        var old = Assert.Single((await Read(cluster)).Verdicts);
        Assert.True(old.Verdict.Approved, old.Verdict.Refusal?.ToString());
        await Pass(cluster, TimeSpan.FromMinutes(2));

        await Arrived(cluster, offers, 1);
        var offered = Assert.Single(offers);
        Assert.Equal((StrategyId.Sniper, Token, 2, old.Offered!.Id.ToString()), (offered.Strategy, offered.Token, offered.Route, offered.Id));
        Assert.Equal(3, cluster.Research.Looks);
    }

    [Fact]
    public async Task The_same_launch_told_twice_is_judged_once_and_a_second_pool_by_itself()
    {
        await using var cluster = await Sniping();
        var launch = Seen(cluster);
        await Tell(cluster, launch);
        await Tell(cluster, launch);
        await Tell(cluster, launch with { PoolId = "second", Signature = "s2" });

        Assert.Equal(2, cluster.Research.Looks);
        Assert.Equal(["pool", "second"], (await Read(cluster)).Verdicts.Select(one => one.Pool));
    }

    /// <summary>Each time under another event id, so that the grain must know by itself, as after a loss.</summary>
    [Fact]
    public async Task Launches_that_come_in_another_order_and_again_are_each_judged_once()
    {
        await using var cluster = await Sniping();
        var (first, second, told) = (Seen(cluster), Seen(cluster) with { PoolId = "second", Signature = "s2" }, 0);
        foreach (var launch in (LaunchSeen[])[second, first, second, first, first])
        {
            await cluster.Publisher.Publish(EventIds.For("t", $"{told++}"), launch);
            await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
        }

        Assert.Equal(2, cluster.Research.Looks);
        Assert.Equal(["pool", "second"], (await Read(cluster)).Verdicts.Select(one => one.Pool).Order());
        Assert.Equal(2, (await Read(cluster)).Launches.Length);
    }

    [Fact]
    public async Task A_look_up_that_hangs_is_a_refusal_by_name_and_is_made_again()
    {
        await using var cluster = await Sniping();
        cluster.Research.Hangs = true;
        await cluster.Publisher.Publish(EventIds.For("t", "hanging"), Seen(cluster, minutesOld: 1));
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
        Assert.Equal((SniperFilters.Analysis, FilterOutcome.Missing), Refusal(await Read(cluster)));

        cluster.Research.Hangs = false;
        await Pass(cluster, TimeSpan.FromSeconds(1));
        Assert.True((await Read(cluster)).Verdicts.Single().Verdict.Approved);
    }

    [Fact]
    public async Task Two_nodes_that_disagree_are_a_refusal_by_name_and_are_asked_again()
    {
        await using var cluster = await Sniping();
        var offers = await Offers(cluster);
        var disputes = new ConcurrentQueue<string?>();
        using var listener = Disputes(cluster, disputes);
        cluster.Research.Second = facts => facts with { Mint = LookUp<MintFacts>.Of(facts.Mint.Value with { MintAuthority = "somebody" }) };
        await Tell(cluster, Seen(cluster, minutesOld: 1));
        var refusal = (await Read(cluster)).Verdicts.Single().Verdict.Refusal!;
        Assert.Equal((SniperFilters.MintAuthority, FilterOutcome.Missing, "nodes disagree: node1: given up; node2: somebody"), (refusal.Filter, refusal.Outcome, refusal.Value));
        Assert.Equal([SniperFilters.MintAuthority], disputes);
        Assert.Empty(offers);

        cluster.Research.Second = facts => facts;
        await Pass(cluster, TimeSpan.FromSeconds(1));
        Assert.True((await Read(cluster)).Verdicts.Single().Verdict.Approved);
    }

    [Fact]
    public async Task One_node_alone_cannot_have_it_held_against_a_creator_that_a_pool_was_emptied()
    {
        await using var cluster = await Sniping();
        await Tell(cluster, Seen(cluster));
        cluster.Research.Second = facts => facts with { Pool = LookUp<PoolFacts>.Of(ScriptedResearch.Pool(facts.Launch.Pool, facts.Launch.Token, 1_000_000_000)) };
        await Pass(cluster, TimeSpan.FromSeconds(30));

        var verdict = Assert.Single((await Read(cluster)).Verdicts);
        Assert.False(verdict.Emptied);
        Assert.Equal((SniperFilters.InitialLiquidity, FilterOutcome.Missing), (verdict.Verdict.Refusal!.Filter, verdict.Verdict.Refusal.Outcome));
    }

    [Fact]
    public async Task A_listed_creator_and_a_listed_token_under_another_pool_are_refused()
    {
        await using var cluster = await Sniping();
        var list = cluster.Grains.GetGrain<IBlacklistGrain>(cluster.Sniper.Portfolio.Value);
        Assert.Equal(BlacklistOutcome.Added, await list.Add(new("villain", "rugged twice", "olga", TradingCluster.Start)));
        Assert.Equal(BlacklistOutcome.Added, await list.Add(new(Token.Value, "copy", "olga", TradingCluster.Start)));
        Assert.Equal(BlacklistOutcome.AlreadyListed, await list.Add(new("villain", "again", "olga", TradingCluster.Start)));
        await cluster.Deactivate(list);

        await Tell(cluster, Seen(cluster, minutesOld: 1) with { PoolId = "another" });
        Assert.Equal("token: copy", (await Read(cluster)).Verdicts.Single().Verdict.Refusal!.Value);

        Assert.Equal(BlacklistOutcome.Removed, await list.Remove(Token.Value));
        Assert.Equal(BlacklistOutcome.NotListed, await list.Remove(Token.Value));
        await Tell(cluster, Seen(cluster, minutesOld: 1) with { PoolId = "third", Creator = "villain" });
        Assert.Equal("creator: rugged twice", (await Read(cluster)).Verdicts.Single(one => one.Pool == "third").Verdict.Refusal!.Value);
        Assert.Equal(["villain"], (await list.Page(null, 10)).Select(entry => entry.Address));
    }

    [Fact]
    public async Task A_pool_that_is_emptied_while_it_is_watched_is_held_against_its_creator()
    {
        await using var cluster = await Sniping();
        await Tell(cluster, Seen(cluster));
        cluster.Research.Change = facts => facts with { Pool = LookUp<PoolFacts>.Of(ScriptedResearch.Pool(facts.Launch.Pool, facts.Launch.Token, 1_000_000_000)) };
        await Pass(cluster, TimeSpan.FromSeconds(30));

        var emptied = (await Read(cluster)).Verdicts.Single();
        Assert.True(emptied.Emptied);
        Assert.Equal((SniperFilters.InitialLiquidity, "100 SOL put in, 1 SOL left"), (emptied.Verdict.Refusal!.Filter, emptied.Verdict.Refusal.Value));
        Assert.Null(emptied.Offered);
        cluster.Research.Change = facts => facts;
        await Tell(cluster, Seen(cluster, minutesOld: 1) with { PoolId = "next", Signature = "s2" });
        var verdict = (await Read(cluster)).Verdicts.Single(one => one.Pool == "next").Verdict;
        Assert.Equal((SniperFilters.CreatorRecord, "1 of 1 emptied"), (verdict.Refusal!.Filter, verdict.Refusal.Value));
    }

    [Fact]
    public async Task A_trade_takes_two_steps_survives_a_restart_and_is_offered_once()
    {
        await using var cluster = await Sniping();
        var offers = await Offers(cluster);
        var sniper = Desk(cluster);
        cluster.Sniper.Enabled = false;
        await Tell(cluster, Seen(cluster, minutesOld: 1));
        var id = cluster.NewId().Value;
        Assert.Equal(ManualTradeState.Analyzing, (await Begin(cluster, id)).Trade!.State);
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);

        Assert.Equal(ManualTradeState.AwaitingApproval, (await sniper.Status(id))!.State);
        await cluster.Deactivate(sniper);
        Assert.Single(await sniper.Pending());
        Assert.Empty(offers);

        var first = await sniper.Execute(id);
        var again = await sniper.Execute(id);
        await Arrived(cluster, offers, 1);
        Assert.Equal((ApproveOutcome.Submitted, ApproveOutcome.Submitted, first.Trade!.Offer!.Id), (first.Outcome, again.Outcome, again.Trade!.Offer!.Id));
        Assert.Single(offers.DistinctBy(offer => offer.Id));

        cluster.Journal.Records[first.Trade.Offer.Id] = Decision(first.Trade.Offer, DecisionOutcome.Rejected, "heat");
        Assert.Equal((ManualTradeState.Rejected, "heat"), Of(await sniper.Status(id)));
        Assert.Empty(await sniper.Pending());
        Assert.Equal(ApproveOutcome.Over, (await sniper.Execute(id)).Outcome);
    }

    [Fact]
    public async Task What_no_longer_passes_at_the_second_step_is_rejected_by_the_filter_and_not_offered()
    {
        await using var cluster = await Sniping();
        var offers = await Offers(cluster);
        cluster.Sniper.Enabled = false;
        await Tell(cluster, Seen(cluster, minutesOld: 1));
        var id = cluster.NewId().Value;
        await Begin(cluster, id);
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
        Assert.Equal(ManualTradeState.AwaitingApproval, (await Desk(cluster).Status(id))!.State);
        cluster.Research.Change = facts => facts with { Mint = LookUp<MintFacts>.Failed("node is gone") };

        Assert.Equal(ApproveOutcome.NoLongerApproved, (await Desk(cluster).Execute(id)).Outcome);
        Assert.Equal((ManualTradeState.Rejected, SniperFilters.MintAuthority), Of(await Desk(cluster).Status(id)));
        Assert.Empty(offers);
    }

    [Fact]
    public async Task An_unknown_token_an_unknown_trade_and_an_approval_that_comes_too_late_are_named()
    {
        await using var cluster = await Sniping();
        cluster.Sniper.Enabled = false;
        Assert.Equal("no_launch_known", (await Begin(cluster, cluster.NewId().Value)).Refusal);
        Assert.Equal(ApproveOutcome.Unknown, (await Desk(cluster).Execute(cluster.NewId().Value)).Outcome);
        Assert.Null(await Desk(cluster).Status(cluster.NewId().Value));

        await Tell(cluster, Seen(cluster, minutesOld: 1));
        var id = cluster.NewId().Value;
        await Begin(cluster, id);
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
        Assert.Equal(ManualTradeState.AwaitingApproval, (await Desk(cluster).Status(id))!.State);
        cluster.Time.Advance(ManualTrades.ApprovalTime);
        Assert.Equal((ManualTradeState.Expired, "approval_window"), Of(await Desk(cluster).Status(id)));
        Assert.Equal(ApproveOutcome.Over, (await Desk(cluster).Execute(id)).Outcome);
    }

    [Fact]
    public async Task A_pool_that_nobody_saw_begin_is_taken_as_the_operator_names_it_over_the_same_channel()
    {
        await using var cluster = await Sniping();
        var id = cluster.NewId().Value;
        var receipt = await Desk(cluster).Analyze(new(id, Token, "named", "675kPX9MHTjS2zt1qfr1NYHuzeLXfQM9H24wFSUt1Mp8", null, "olga"));
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);

        Assert.Null(receipt.Refusal);
        Assert.Equal(LaunchSource.Manual, Assert.Single((await Read(cluster)).Launches).Source);
        Assert.Equal(ManualTradeState.Analyzing, (await Desk(cluster).Status(id))!.State);
        await Pass(cluster, TimeSpan.FromSeconds(30));
        Assert.Equal(ManualTradeState.AwaitingApproval, (await Desk(cluster).Status(id))!.State);
    }

    private static MeterListener Disputes(TradingCluster cluster, ConcurrentQueue<string?> told)
    {
        // Other clusters of this process count as well.
        var factory = cluster.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, hears) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name == "orchestrator.sniper.disputes") hears.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => told.Enqueue(tags[0].Value as string));
        listener.Start();
        return listener;
    }

    private static async Task<TradingCluster> Sniping()
    {
        var cluster = await TradingCluster.Launch();
        cluster.Sniper.Enabled = true;
        return cluster;
    }

    private static ISniperGrain Desk(TradingCluster cluster) => cluster.Grains.GetGrain<ISniperGrain>(cluster.Sniper.Portfolio.Value);

    private static Task<AnalyzeReceipt> Begin(TradingCluster cluster, Guid id) => Desk(cluster).Analyze(new(id, Token, null, null, null, "olga"));

    private static Task<TokenView> Read(TradingCluster cluster) => cluster.Grains.GetGrain<ITokenGrain>(Token.Value).Read();

    private static LaunchSeen Seen(TradingCluster cluster, int minutesOld = 0) => new(
        LaunchKind.InitializePool, Token, Mint.Sol, "675kPX9MHTjS2zt1qfr1NYHuzeLXfQM9H24wFSUt1Mp8", "pool", "creator", new Lamports(100_000_000_000), new BaseUnits(200_000_000),
        900, "s1", cluster.Time.GetUtcNow().AddMinutes(-minutesOld), LaunchSource.Geyser);

    private static async Task Tell(TradingCluster cluster, LaunchSeen launch)
    {
        await cluster.Publisher.Publish(EventIds.For("t", launch.PoolId, launch.Creator, launch.Signature), launch);
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
    }

    private static async Task Pass(TradingCluster cluster, TimeSpan time)
    {
        cluster.Time.Advance(time);
        await Desk(cluster).Beat(cluster.Time.GetUtcNow());
    }

    private sealed record Offer(StrategyId Strategy, Mint Token, int Route, string Id);

    private static async Task<ConcurrentQueue<Offer>> Offers(TradingCluster cluster)
    {
        var offers = new ConcurrentQueue<Offer>();
        var stream = cluster.Client.GetStreamProvider(ChannelNames.Provider).GetStream<ChannelEvent>(StreamId.Create(ChannelNames.OpportunityQueue, cluster.Sniper.Portfolio.Value));
        await stream.SubscribeAsync((told, _) =>
        {
            var body = JsonDocument.Parse(told.Body).RootElement;
            offers.Enqueue(new(
                new(body.GetProperty("strategy").GetString()!), new(body.GetProperty("token").GetString()!), body.GetProperty("route").GetArrayLength(), body.GetProperty("id").GetString()!));
            cluster.Barrier.Exit(ChannelNames.OpportunityQueue, told.Id);
            return Task.CompletedTask;
        });
        return offers;
    }

    private static Task Arrived(TradingCluster cluster, ConcurrentQueue<Offer> offers, int count) =>
        cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience).ContinueWith(_ => Assert.True(offers.Count >= count), TaskScheduler.Default);

    private static (string Filter, FilterOutcome Outcome) Refusal(TokenView view) => (view.Verdicts.Single().Verdict.Refusal!.Filter, view.Verdicts.Single().Verdict.Refusal!.Outcome);

    private static (ManualTradeState, string?) Of(ManualTrade? trade) => (trade!.State, trade.Reason);

    private static DecisionRecord Decision(Domain.Opportunities.Opportunity offer, DecisionOutcome outcome, string reason) => new(
        1, new PortfolioId("p"), offer, outcome, reason, null, null, null, null, new Epoch(1), "hash", [], null, offer.CreatedAt, offer.CreatedAt);
}
