using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Live.Aggregator;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Decisions;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Tests.Feeds;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Orchestrator.Yellowstone;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>The whole product in shadow mode on a Yellowstone server and a node: feed grain and session, loading over RPC, channels, strategies, sniper, pauses.</summary>
public sealed class LiveFeedTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50), Patience = TimeSpan.FromMinutes(2);

    private readonly Feed _feed = new();
    private LiveWorld _world = null!;
    private LiveFiles _files = null!;
    private ulong _slot;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0));
        _files = new LiveFiles(_world, Chain);
        _slot = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
    }

    [Fact]
    public async Task A_gap_between_pools_that_were_loaded_over_rpc_is_found_decided_and_planned_and_a_false_slot_moves_nothing()
    {
        await using var server = await YellowstoneServer.StartAsync(_feed);
        await using var system = await StartAsync(server);
        await server.SubscribedAsync(1);
        var followed = server.Requests[0].Accounts["markets"].Account;
        Assert.All(new[] { _world.Cheap, _world.Dear }, pool => Assert.Contains(pool.Address.ToString(), followed));

        // Before the first word nothing is current; after it the gap is there at once.
        DecisionRecord? decision = null;
        await UntilAsync(system, async () => (decision = (await Journal(system).Query(new DecisionQuery(Take: 10))).Decisions.LastOrDefault()) is not null);
        Assert.Equal([_world.Dear.Address.ToString(), _world.Cheap.Address.ToString()], decision!.Opportunity.Route.Select(leg => leg.Pool));
        await UntilAsync(system, async () => (await system.Grains.GetGrain<IOpportunityGrain>(decision.Opportunity.Id.Value).Read()).Result is not null || decision.Outcome != DecisionOutcome.Executed);

        var reached = _slot;
        _feed.Publish(GeyserUpdates.Slot(9_000_000_000));
        await UntilAsync(system, async () => (await Feed(system).Read()) is { Tally.Damaged: > 0 } view && view.Slot > reached);
        Assert.True((await Feed(system).Read()).Slot <= _slot);
    }

    [Fact]
    public async Task A_gap_between_a_pool_and_jupiter_s_price_is_found_decided_and_planned_through_jupiter()
    {
        await using var jupiter = await JupiterStandIn.StartAsync(_world);
        jupiter.ContextSlot = ulong.MaxValue;
        await using var server = await YellowstoneServer.StartAsync(_feed);
        using var files = new LiveFiles(_world, Chain) { Jupiter = jupiter.Address };
        await File.WriteAllBytesAsync(
            Path.Combine(files.Folder, "policy.json"), PolicyFile.Write(_world.Terms with { Reserves = [_world.Lender.Rule(LiveWorld.FeeWad)], MayUseAggregator = true }));
        await using var system = await LiveSystem.StartAsync(
            files, Chain, _world, mode: "shadow",
            settings: ["breakers.feed_stale_seconds=60", $"feed.endpoints={server.Address}", $"feed.pools={_world.Dear.Address}", "arbitrage.ten_token.monitored_tokens=SOL,USDC"]);

        // No pool leads back from dollars: whatever is found goes through Jupiter.
        DecisionRecord? planned = null;
        await UntilAsync(
            system, async () =>
            {
                foreach (var decision in (await Journal(system).Query(new DecisionQuery(Take: 20))).Decisions)
                    if (decision.Outcome == DecisionOutcome.Executed && (await system.Grains.GetGrain<IOpportunityGrain>(decision.Opportunity.Id.Value).Read()).Result is not null) planned = decision;
                // One whose plan was refused, as on a machine that stands still, is followed by the next.
                return planned is not null && jupiter.Swaps > 0;
            }, what: "a trade through Jupiter had its end");
        Assert.Equal(["raydium", "jupiter"], planned!.Opportunity.Route.Select(leg => leg.Venue));
        Assert.True(jupiter is { Quotes: > 0, Swaps: > 0 });
    }

    [Fact]
    public async Task A_connection_that_is_killed_again_and_again_loses_no_launch_and_doubles_none()
    {
        const int Launches = 24, KillEvery = 4, SlotsBefore = 128;
        // A server that is asked for the slots before the last one heard has them: without a past it could only say that they are not available.
        for (var slot = 0; slot < SlotsBefore; slot++) _feed.Publish(GeyserUpdates.Slot(++_slot));
        await using var server = await YellowstoneServer.StartAsync(_feed);
        await using var system = await StartAsync(server);
        // Whoever has heard nothing yet does not know what it missed.
        await UntilAsync(system, async () => (await Feed(system).Read()).Condition == FeedCondition.Live);
        for (byte launch = 0; launch < Launches; launch++)
        {
            _feed.Publish(GeyserUpdates.Launch(launch, ++_slot), GeyserUpdates.Slot(_slot));
            if (launch % KillEvery != KillEvery - 1) continue;
            var next = server.Subscriptions + 1;
            server.KillConnections();
            await server.SubscribedAsync(next);
        }

        await UntilAsync(system, async () => (await Feed(system).Read()).Tally.Launches >= Launches);
        for (byte launch = 0; launch < Launches; launch++)
        {
            var token = system.Grains.GetGrain<ITokenGrain>(GeyserUpdates.TokenOf(launch).ToString());
            await UntilAsync(system, async () => (await token.Read()).Launches.Length > 0, what: $"launch {launch} reached its token");
            await UntilAsync(system, async () => (await token.Read()).Verdicts.Length > 0, what: $"launch {launch} has its verdict");
            Assert.Single((await token.Read()).Launches);
        }

        var view = await Feed(system).Read();
        Assert.Equal((Launches, 0L), (view.Tally.Launches, view.Tally.Gaps));
        Assert.True(view.Tally.Losses >= Launches / KillEvery);
        Assert.Equal(FeedCondition.Live, view.Condition);
    }

    [Fact]
    public async Task A_feed_that_falls_silent_pauses_its_strategies_within_two_seconds_says_so_and_its_next_word_lifts_it()
    {
        await using var server = await YellowstoneServer.StartAsync(_feed);
        await using var system = await StartAsync(server);
        await UntilAsync(system, async () => (await Feed(system).Read()).Condition == FeedCondition.Live);
        await UntilAsync(system, async () => await PauseAsync(system) is null);

        await UntilAsync(system, async () => await PauseAsync(system) is not null, speaks: false);
        var pause = (await PauseAsync(system))!;
        // The pause comes a little before the feed itself counts as stale.
        await UntilAsync(system, async () => (await Feed(system).Read()).Condition == FeedCondition.Stale, speaks: false);
        var view = await Feed(system).Read();
        Assert.Equal((PauseCause.StaleFeed, FeedCondition.Stale), (pause.Cause, view.Condition));
        // The feed's grain and the orchestrator's own watch both look, each on a timer of its own: whoever looks first says so.
        Assert.Contains("is silent since", pause.Reason, StringComparison.Ordinal);
        // Judged 200 ms early. How late is the machine's matter here; that it is no later than two seconds is shown by the clock of the grain's own tests.
        Assert.InRange((pause.At - view.HeardAt!.Value).TotalSeconds, 1.7, Patience.TotalSeconds);

        await UntilAsync(system, async () => await PauseAsync(system) is null && (await Feed(system).Read()).Condition == FeedCondition.Live);
    }

    private Task<LiveSystem> StartAsync(YellowstoneServer server) => LiveSystem.StartAsync(
        _files, Chain, _world, mode: "shadow", settings: ["breakers.feed_stale_seconds=2", $"feed.endpoints={server.Address}", $"feed.pools={_world.Cheap.Address},{_world.Dear.Address}"]);

    private static IFeedGrain Feed(LiveSystem system) => system.Grains.GetGrain<IFeedGrain>(FeedNames.Main);

    private static IDecisionJournalGrain Journal(LiveSystem system) => system.Grains.GetGrain<IDecisionJournalGrain>("main");

    private static async Task<Pause?> PauseAsync(LiveSystem system) => (await system.Book.Book()).Strategy(StrategyId.Arbitrage).Pause;

    /// <summary>Makes blocks, tells slots, and looks until something is so.</summary>
    private async Task UntilAsync(LiveSystem system, Func<Task<bool>> isSo, bool speaks = true, string what = "it")
    {
        using var timer = new PeriodicTimer(Look);
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < Patience;)
        {
            if (await isSo()) return;
            await timer.WaitForNextTickAsync();
            await Chain.AdvanceAsync(1);
            if (speaks) _feed.Publish(GeyserUpdates.Slot(++_slot), GeyserUpdates.Slot(_slot - 1, SlotStatus.SlotConfirmed));
        }

        throw new TimeoutException($"Not within {Patience}: {what}; the feed: {await Feed(system).Read()}");
    }
}
