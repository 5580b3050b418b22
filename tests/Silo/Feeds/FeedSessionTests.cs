using System.Buffers.Binary;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Domain.Launches;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Feeds;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Tests.Geyser;
using Orchestrator.Yellowstone;

namespace Orchestrator.Silo.Tests.Feeds;

/// <summary>A whole session over real gRPC on loopback.</summary>
public sealed class FeedSessionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly PublicKey Cheap = Key(1), Dear = Key(11), Authority = PublicKey.Parse("5Q544fKrFoe6tsEbD7S8EmxGTJYAKtTVhAW5Q5pge4j1");
    private static readonly PublicKey Usdc = PublicKey.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"), Sol = PublicKey.Parse("So11111111111111111111111111111111111111112");

    [Fact]
    public async Task A_killed_connection_loses_no_launch_and_doubles_none_and_the_session_tells_how_far_it_came()
    {
        const int Count = 12;
        var all = Enumerable.Range(0, Count).Select(i => GeyserUpdates.Launch((byte)i, 1_000 + (ulong)i)).ToArray();
        await using var server = await TestGeyser.Start(
            null,
            async (_, _, updates, call) =>
            {
                foreach (var update in all.Take(5)) await updates.WriteAsync(update, call.CancellationToken);
                throw new RpcException(new Status(StatusCode.Unavailable, "killed"));
            },
            async (_, _, updates, call) =>
            {
                // As a server replays: what was told and what was missed, in disorder at the seam.
                foreach (var update in all.Skip(2).Take(6).Reverse().Concat(all)) await updates.WriteAsync(update, call.CancellationToken);
                await updates.WriteAsync(GeyserUpdates.Slot(1_020), call.CancellationToken);
                await GeyserUpdates.Forever(call.CancellationToken);
            });
        var outlet = new Kept();
        using var over = new CancellationTokenSource();
        var session = Session(server, outlet, new FeedNeeds(Launches: true, Pools: false), []).Run(checkpoint: 990, over.Token);
        await Kept.Until(() => outlet.Progress.Any(progress => progress.Slot == 1_020), session);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session);

        Assert.Equal(Count, outlet.Launches.Count);
        Assert.Equal(Count, outlet.Launches.Select(launch => launch.Pool).Distinct().Count());
        Assert.Equal(990UL - LiveSource.ReplaySlots, server.Requests[0].FromSlot);
        Assert.True(server.Requests[1].FromSlot <= 1_004);
        var last = outlet.Progress.Last().Tally;
        Assert.Equal((1L, 0L, (long)Count), (last.Losses, last.Gaps, last.Launches));
        Assert.Empty(server.Requests[0].Accounts);
        Assert.NotEmpty(server.Requests[0].Transactions);
    }

    [Fact]
    public async Task When_every_server_refuses_the_session_ends_by_name()
    {
        await using var server = await TestGeyser.Start(null, (_, _, _, _) => throw new RpcException(new Status(StatusCode.Unauthenticated, "no token")));
        var fault = await Assert.ThrowsAsync<FeedRefusedException>(() =>
            Session(server, new Kept(), new FeedNeeds(true, false), []).Run(null, CancellationToken.None).WaitAsync(Patience));
        Assert.Contains("refuses", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_change_over_the_wire_becomes_an_opportunity_and_a_dead_slot_takes_it_back()
    {
        var chain = new Dictionary<PublicKey, AccountData>();
        var (_, cheapUsdc) = AddPool(chain, Cheap, 10_000, 1_500_000);
        AddPool(chain, Dear, 10_000, 1_500_000);
        var gap = new TaskCompletionSource();
        var fork = new TaskCompletionSource();
        await using var server = await TestGeyser.Start(null, async (_, _, updates, call) =>
        {
            await updates.WriteAsync(GeyserUpdates.Slot(1_000), call.CancellationToken);
            await gap.Task.WaitAsync(call.CancellationToken);
            await updates.WriteAsync(GeyserUpdates.Slot(1_001), call.CancellationToken);
            await updates.WriteAsync(GeyserUpdates.Account(1_001, cheapUsdc, ProgramIds.Token, TokenData(Usdc, 1_700_000_000_000), 5), call.CancellationToken);
            await fork.Task.WaitAsync(call.CancellationToken);
            await updates.WriteAsync(GeyserUpdates.Slot(1_001, SlotStatus.SlotDead), call.CancellationToken);
            await updates.WriteAsync(GeyserUpdates.Slot(1_002), call.CancellationToken);
            await GeyserUpdates.Forever(call.CancellationToken);
        });
        var (outlet, view) = (new Kept(), new MarketView());
        using var over = new CancellationTokenSource();
        var session = Session(server, outlet, new FeedNeeds(false, true), chain, view, Cheap, Dear).Run(null, over.Token);
        await Kept.Until(() => outlet.Progress.Any(progress => progress.Slot == 1_000), session);
        Assert.Equal(2, view.Count);
        Assert.Empty(outlet.Findings);
        Assert.Contains(cheapUsdc.ToString(), server.Requests[0].Accounts["markets"].Account);
        Assert.Empty(server.Requests[0].Transactions);

        gap.SetResult();
        await Kept.Until(() => !outlet.Findings.IsEmpty, session);
        outlet.Findings.TryPeek(out var finding);
        Assert.True(finding!.Opportunity.ExpectedProfit >= Lamports.FromSol(0.05m));
        Assert.Equal(2, finding.Cycle!.Route.Length);
        Assert.Contains(finding.Cycle.Route, leg => leg.Pool == Cheap.ToString() && leg.PoolSlot == 1_001);

        fork.SetResult();
        await Kept.Until(() => view.TryFind(Cheap.ToString(), out var state) && state.Slot == 900, session);
        await Kept.Until(() => outlet.Progress.Any(progress => progress.Slot == 1_002), session);
        Assert.Equal(1, outlet.Progress.Last().Tally.DeadSlots);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session);
    }

    [Fact]
    public async Task A_node_that_hangs_when_it_is_asked_for_lenders_does_not_hold_up_what_is_found()
    {
        var chain = new Dictionary<PublicKey, AccountData>();
        var (_, cheapUsdc) = AddPool(chain, Cheap, 10_000, 1_500_000);
        AddPool(chain, Dear, 10_000, 1_500_000);
        var gap = new TaskCompletionSource();
        await using var server = await TestGeyser.Start(null, async (_, _, updates, call) =>
        {
            await updates.WriteAsync(GeyserUpdates.Slot(1_000), call.CancellationToken);
            await gap.Task.WaitAsync(call.CancellationToken);
            await updates.WriteAsync(GeyserUpdates.Slot(1_001), call.CancellationToken);
            await updates.WriteAsync(GeyserUpdates.Account(1_001, cheapUsdc, ProgramIds.Token, TokenData(Usdc, 1_700_000_000_000), 5), call.CancellationToken);
            await GeyserUpdates.Forever(call.CancellationToken);
        });
        var (outlet, view, market, node) = (new Kept(), new MarketView(), new FakeTimeProvider(), new Chain(chain) { HangsOn = Key(99) });
        using var over = new CancellationTokenSource();
        var session = Session(server, outlet, new FeedNeeds(false, true), node, view, market, NullLogger.Instance, [Cheap, Dear]).Run(null, over.Token);
        // The first answer is waited for; every later one hangs.
        await Kept.Until(() => node.Hung == 1 && outlet.Progress.Any(progress => progress.Slot == 1_000), session);
        market.Advance(TimeSpan.FromSeconds(1.5));
        gap.SetResult();
        await Kept.Until(() => node.Hung == 2 && !outlet.Findings.IsEmpty, session);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session);
    }

    [Fact]
    public async Task A_pool_that_cannot_be_had_is_named_once_and_asked_for_again_without_a_new_subscription()
    {
        var chain = new Dictionary<PublicKey, AccountData>();
        AddPool(chain, Cheap, 10_000, 1_500_000);
        var slots = System.Threading.Channels.Channel.CreateUnbounded<ulong>();
        await using var server = await TestGeyser.Start(null, async (_, _, updates, call) =>
        {
            await foreach (var slot in slots.Reader.ReadAllAsync(call.CancellationToken)) await updates.WriteAsync(GeyserUpdates.Slot(slot), call.CancellationToken);
        });
        var (outlet, view, market, log) = (new Kept(), new MarketView(), new FakeTimeProvider(), new Lines());
        using var over = new CancellationTokenSource();
        var session = Session(server, outlet, new FeedNeeds(false, true), new Chain(chain), view, market, log, [Cheap, Dear]).Run(null, over.Token);
        for (ulong slot = 1_000; slot < 1_010; slot++)
        {
            await slots.Writer.WriteAsync(slot);
            await Kept.Until(() => outlet.Progress.Any(progress => progress.Slot == slot), session);
            market.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Single(server.Requests);
        Assert.Contains(Dear.ToString(), Assert.Single(log.Said), StringComparison.Ordinal);
        Assert.Equal(1, view.Count);

        AddPool(chain, Dear, 10_000, 1_500_000);
        market.Advance(TimeSpan.FromMinutes(1));
        await slots.Writer.WriteAsync(1_010);
        await Kept.Until(() => view.Count == 2 && server.Requests.Count == 2, session);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session);
    }

    [Fact]
    public async Task A_flood_of_ten_times_what_the_server_keeps_is_a_named_gap_and_what_follows_it_is_whole()
    {
        const int SlotsKept = 32, Flood = 10 * SlotsKept, TextBytes = 200_000, After = 8;
        var feed = new Feed(SlotsKept);
        await using var server = await YellowstoneServer.StartAsync(feed);
        var outlet = new Kept { Holds = new TaskCompletionSource() };
        using var over = new CancellationTokenSource();
        var session = Session(new SecretAddress(server.Address.ToString()), outlet, new FeedNeeds(true, false)).Run(null, over.Token);
        await server.SubscribedAsync(1);
        ulong slot = 1_000;
        feed.Publish(GeyserUpdates.Slot(slot));
        await Kept.Until(() => outlet.Progress.Any(progress => progress.Slot == slot), session);

        // Whoever takes launches stands still: nothing is queued, the stream is held up, and the server forgets.
        for (var i = 0; i < Flood; i++)
        {
            var launch = GeyserUpdates.Launch((byte)(i % 200), ++slot);
            launch.Transaction.Transaction.Meta.LogMessages.Add(new string('x', TextBytes));
            feed.Publish(launch, GeyserUpdates.Slot(slot));
        }

        outlet.Holds.SetResult();
        var subscriptions = server.Subscriptions;
        await Kept.Until(() => outlet.Progress.Any(progress => progress.Tally.Gaps > 0), session, Go);
        var begin = slot;
        for (byte i = 0; i < After; i++) feed.Publish(GeyserUpdates.Launch((byte)(200 + i), ++slot), GeyserUpdates.Slot(slot));
        await Kept.Until(() => outlet.Progress.Any(progress => progress.Slot == slot), session);
        await over.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session);

        Assert.Equal(After, outlet.Launches.Count(launch => launch.Slot > begin));
        Assert.True(outlet.Launches.Count < Flood);
        Assert.NotNull(outlet.Progress.Last().Tally.LastGap);

        // The chain goes on at the pace at which it is heard: slots as fast as a loop makes them would be the next flood, and the last one might fall into its gap.
        void Go()
        {
            var joined = server.Subscriptions;
            if (joined == subscriptions && outlet.Progress.All(progress => progress.Slot != slot)) return;
            subscriptions = joined;
            feed.Publish(GeyserUpdates.Slot(++slot));
        }
    }

    [Fact]
    public async Task What_landed_trades_fell_short_by_is_taken_off_the_next_finding()
    {
        var plain = await Profit([]);
        var sample = new SlippageSample("raydium", new BasisPoints(20), plain.Loan);
        var learned = await Profit([.. Enumerable.Repeat((new Mint(Usdc.ToString()), sample), 50)]);
        // Twenty basis points of what is traded, less the doubt that few outcomes leave.
        Assert.InRange((plain.Profit - learned.Profit).Value, plain.Loan.Value * 15 / 10_000, plain.Loan.Value * 20 / 10_000);
        Assert.Equal(plain, await Profit([(new Mint(Sol.ToString()), sample)]));

        async Task<(Lamports Profit, Lamports Loan)> Profit(ImmutableArray<(Mint, SlippageSample)> known)
        {
            var chain = new Dictionary<PublicKey, AccountData>();
            AddPool(chain, Cheap, 10_000, 1_500_000);
            AddPool(chain, Dear, 10_000, 1_800_000);
            await using var server = await TestGeyser.Start(null, async (_, _, updates, call) =>
            {
                await updates.WriteAsync(GeyserUpdates.Slot(1_000), call.CancellationToken);
                await GeyserUpdates.Forever(call.CancellationToken);
            });
            var outlet = new Kept { Known = known };
            using var over = new CancellationTokenSource();
            var session = Session(server, outlet, new FeedNeeds(false, true), chain, null, Cheap, Dear).Run(null, over.Token);
            await Kept.Until(() => !outlet.Findings.IsEmpty, session);
            await over.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session);
            outlet.Findings.TryPeek(out var finding);
            return (finding!.Opportunity.ExpectedProfit, new Lamports((long)finding.Cycle!.Input.Value));
        }
    }

    private static FeedSession Session(SecretAddress server, IFeedOutlet outlet, FeedNeeds needs)
    {
        var (view, load) = (new MarketView(), SettingsLoader.Load(null, new Hashtable(), []));
        var keeper = new PoolKeeper(view, new AccountBook(), ProgramRegistry.Mainnet);
        LiveSource Open(FeedRequest request) => new([new(server, null)], request.ToSubscription(), new UpdateFilter(), TimeProvider.System, () => 0);
        return new FeedSession(
            needs, Open, new MarketLoader(new Chain([]), keeper, [], []), keeper, new StrategyDesk(view, new LiveSettings(load.Settings!), Lamports.FromSol(0.01m)), outlet, TimeProvider.System, NullLogger.Instance);
    }

    private static FeedSession Session(TestGeyser server, IFeedOutlet outlet, FeedNeeds needs, Dictionary<PublicKey, AccountData> chain, MarketView? view = null, params PublicKey[] pools) =>
        Session(server, outlet, needs, new Chain(chain), view ?? new MarketView(), TimeProvider.System, NullLogger.Instance, pools);

    private static FeedSession Session(
        TestGeyser server, IFeedOutlet outlet, FeedNeeds needs, Chain chain, MarketView view, TimeProvider market, ILogger log, PublicKey[] pools)
    {
        var load = SettingsLoader.Load(null, new Hashtable(), ["arbitrage.ten_token.use_flash_loan=false"]);
        Assert.Empty(load.Errors);
        var keeper = new PoolKeeper(view, new AccountBook(), ProgramRegistry.Mainnet);
        LiveSource Open(FeedRequest request) => new([new(server.Address, null)], request.ToSubscription(), new UpdateFilter(), TimeProvider.System, () => 0);
        return new FeedSession(needs, Open, new MarketLoader(chain, keeper, [.. pools], chain.HangsOn is { } reserve ? [reserve] : []), keeper, new StrategyDesk(view, new LiveSettings(load.Settings!), Lamports.FromSol(0.01m)), outlet, market, log);
    }

    private static (PublicKey Sol, PublicKey Usdc) AddPool(Dictionary<PublicKey, AccountData> chain, PublicKey pool, ulong sol, ulong usdc)
    {
        var (solVault, usdcVault) = (Key((byte)(pool.AsSpan()[0] + 1)), Key((byte)(pool.AsSpan()[0] + 2)));
        var data = new byte[752];
        void Number(int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(at), value);
        Number(0, 6);
        Number(8, 254);
        Number(32, 9);
        Number(40, 6);
        Number(176, 25);
        Number(184, 10_000);
        solVault.AsSpan().CopyTo(data.AsSpan(336));
        usdcVault.AsSpan().CopyTo(data.AsSpan(368));
        Sol.AsSpan().CopyTo(data.AsSpan(400));
        Usdc.AsSpan().CopyTo(data.AsSpan(432));
        Key((byte)(pool.AsSpan()[0] + 3)).AsSpan().CopyTo(data.AsSpan(464));
        Number(720, 1_001_000_000);
        chain[pool] = new(ProgramIds.RaydiumV4, data);
        chain[solVault] = new(ProgramIds.Token, TokenData(Sol, sol * 1_000_000_000));
        chain[usdcVault] = new(ProgramIds.Token, TokenData(Usdc, usdc * 1_000_000));
        return (solVault, usdcVault);
    }

    private static byte[] TokenData(PublicKey mint, ulong amount)
    {
        var data = new byte[165];
        mint.AsSpan().CopyTo(data);
        Authority.AsSpan().CopyTo(data.AsSpan(32));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(64), amount);
        data[108] = 1;
        return data;
    }

    private static PublicKey Key(byte seed) => PublicKey.Read([seed, 9, 9, .. new byte[29]]);

    private sealed class Chain(Dictionary<PublicKey, AccountData> accounts) : ILaunchAccounts
    {
        private int _hung;

        public MarketClock Clock => new(900, 0, 0);

        /// <summary>Whoever asks for this account a second time waits for ever.</summary>
        public PublicKey? HangsOn { get; init; }

        /// <summary>Questions for it so far.</summary>
        public int Hung => Volatile.Read(ref _hung);

        public async ValueTask<IReadOnlyList<AccountLookUp>> Accounts(IReadOnlyList<PublicKey> addresses, CancellationToken cancel)
        {
            if (HangsOn is { } hanging && addresses.Contains(hanging) && Interlocked.Increment(ref _hung) > 1) await Task.Delay(Timeout.Infinite, cancel);
            return [.. addresses.Select(address => new AccountLookUp(accounts.GetValueOrDefault(address), 900, null))];
        }

        public ValueTask<LargestLookUp> Largest(PublicKey mint, CancellationToken cancel) => ValueTask.FromResult(LargestLookUp.Failed("none"));
    }

    private sealed class Lines : ILogger
    {
        public ConcurrentQueue<string> Said { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Enqueue(formatter(state, exception));
    }

    /// <summary>Keeps what a session hands over.</summary>
    private sealed class Kept : IFeedOutlet
    {
        public ConcurrentQueue<Launch> Launches { get; } = new();

        public ConcurrentQueue<StrategyFinding> Findings { get; } = new();

        public ConcurrentQueue<FeedProgress> Progress { get; } = new();

        /// <summary>Nothing is taken before it ends; null: everything is taken at once.</summary>
        public TaskCompletionSource? Holds { get; init; }

        public async Task Launched(Launch launch)
        {
            if (Holds is { } held) await held.Task;
            Launches.Enqueue(launch);
        }

        public Task Found(StrategyFinding finding)
        {
            Findings.Enqueue(finding);
            return Task.CompletedTask;
        }

        public Task Reached(FeedProgress progress)
        {
            Progress.Enqueue(progress);
            return Task.CompletedTask;
        }

        public Task<Lamports> OwnCapital() => Task.FromResult(Lamports.FromSol(50));

        /// <summary>What the tokens' memories hold.</summary>
        public ImmutableArray<(Mint Token, SlippageSample Sample)> Known { get; init; } = [];

        public Task<ImmutableArray<(Mint Token, SlippageSample Sample)>> Slippage(IReadOnlyList<Mint> tokens) =>
            Task.FromResult<ImmutableArray<(Mint Token, SlippageSample Sample)>>([.. Known.Where(one => tokens.Contains(one.Token))]);

        /// <param name="meanwhile">Done at each look.</param>
        public static async Task Until(Func<bool> holds, Task session, Action? meanwhile = null)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (!holds())
            {
                meanwhile?.Invoke();
                if (session.IsCompleted) await session;
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }
}
