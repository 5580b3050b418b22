using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Benchmarks.Reporting;
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
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Simulation;
using Orchestrator.Yellowstone;

namespace Orchestrator.Benchmarks.Feeds;

/// <summary>A whole feed session on the simulated market's blocks over loopback gRPC: from a block on the wire to the opportunity it opens, and what an endless stream leaves in memory.</summary>
internal static class FeedLoad
{
    private const double GoalMs = 5, GrowthGoal = 0.05;

    /// <summary>Slots told before anything is measured; and so many at a time without waiting when the stream runs at full speed.</summary>
    private const int Warm = 300, Ahead = 32;

    private static readonly TimeSpan BetweenSlots = TimeSpan.FromMilliseconds(5);

    public static async Task Run(Report report, TimeSpan duration)
    {
        await using var market = await Listening.StartAsync();
        using var timer = new PeriodicTimer(BetweenSlots);
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < duration;)
        {
            await timer.WaitForNextTickAsync();
            market.Tell();
        }

        var times = market.Outlet.Latencies();
        report.Add(new(
            "feed", "block on the wire to opportunity handed over: p99", $"{Times.Show(times.P99)} (p50 {Times.Show(times.P50)}, max {Times.Show(times.Max)}, n {times.Count})",
            null, null, $"< {GoalMs:0} ms", times.Count > 0 && times.P99 < GoalMs));

        await market.Flood(duration / 5);
        var (heap, told) = (GC.GetTotalMemory(forceFullCollection: true), market.Told);
        var from = Stopwatch.GetTimestamp();
        await market.Flood(duration);
        var took = Stopwatch.GetElapsedTime(from);
        var (after, slots) = (GC.GetTotalMemory(forceFullCollection: true), market.Slots);
        report.Add(new("feed", "updates through session, pools and scanner at full speed", $"{(market.Told - told) / took.TotalSeconds:#,0}/s", null, null, null, null));
        report.Add(new(
            "feed", $"managed memory after {slots} slots of replay at full speed", $"{after / 1e6:0.0} MB", $"{heap / 1e6:0.0} MB after the first fifth", null, $"within {GrowthGoal:P0}",
            after <= heap * (1 + GrowthGoal)));
        report.Note("Server, market and session share one process; the market is the demo's with 60 pools, of which about a third change in each slot. Full speed waits for the session every 32 slots.");
    }

    /// <summary>The market, its server and one session that lives on it.</summary>
    private sealed class Listening : IAsyncDisposable
    {
        private readonly SimulatedVenue _venue = new(new VenueSettings { Scanner = new ScannerSettings { Enabled = false } });
        private readonly Feed _feed = new(128);
        private readonly CancellationTokenSource _over = new();
        private YellowstoneServer? _server;
        private Task _session = Task.CompletedTask;
        private ulong _last;

        public Outlet Outlet { get; } = new();

        public long Told { get; private set; }

        public long Slots { get; private set; }

        public static async Task<Listening> StartAsync()
        {
            var market = new Listening();
            market._last = (await ((IVenue)market._venue).Chain.Head(CancellationToken.None)).Slot;
            market._server = await YellowstoneServer.StartAsync(market._feed);
            market._session = Task.Run(() => market.Session().Run(null, market._over.Token));
            await await Task.WhenAny(market._server.SubscribedAsync(1), market._session);
            await market.Flood(Warm);
            market.Outlet.Forget();
            return market;
        }

        /// <summary>One slot, as fast as the wire takes it.</summary>
        public void Tell()
        {
            _venue.Advance(_venue.Settings.Genesis + (++Slots * _venue.Settings.Chain.SlotTime));
            foreach (var block in _venue.SlotsAfter(_last))
            {
                SubscribeUpdate[] updates = [.. block.Updates.Select(bytes => SubscribeUpdate.Parser.ParseFrom(bytes))];
                Outlet.Begin(block.Slot);
                _feed.Publish(updates);
                (_last, Told) = (block.Slot, Told + updates.Length);
            }
        }

        public async Task Flood(TimeSpan duration)
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < duration;) await Flood(Ahead);
        }

        private async Task Flood(int slots)
        {
            for (var part = 0; part < slots; part += Ahead)
            {
                for (var slot = 0; slot < Ahead; slot++) Tell();
                await Outlet.Until(_last, _session);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await _session.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _server!.DisposeAsync();
            _venue.Dispose();
            _over.Dispose();
        }

        private FeedSession Session()
        {
            var settings = new LiveSettings(SettingsLoader.Load(null, new Hashtable(), []).Settings!);
            var view = new MarketView();
            var keeper = new PoolKeeper(view, new AccountBook(), ProgramRegistry.Mainnet);
            var loader = new MarketLoader(new VenueNode(_venue), keeper, [.. VenuePools.Addresses()], [SolReserves.SaveMainPool]);
            LiveSource Open(FeedRequest request) =>
                new([new FeedEndpoint(new SecretAddress(_server!.Address.ToString()), null)], request.ToSubscription(), new UpdateFilter(), TimeProvider.System, () => 0);
            return new FeedSession(
                new FeedNeeds(Launches: true, Pools: true), Open, loader, keeper, new StrategyDesk(view, settings, new Lamports(100_000)), Outlet, TimeProvider.System, NullLogger.Instance);
        }
    }

    /// <summary>Takes what the session hands over, and the time of it.</summary>
    private sealed class Outlet : IFeedOutlet
    {
        private readonly ConcurrentDictionary<ulong, long> _begun = new();
        private readonly ConcurrentQueue<double> _latencies = new();
        private (ulong Slot, TaskCompletionSource Reached) _wanted = (0, new());
        private ulong _reached;

        public void Begin(ulong slot)
        {
            _begun[slot] = Stopwatch.GetTimestamp();
            _begun.TryRemove(slot - 1_000, out _);
        }

        public Times Latencies() => new(_latencies);

        public void Forget() => _latencies.Clear();

        public async Task Until(ulong slot, Task session)
        {
            lock (_begun)
            {
                _wanted = (slot, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                if (_reached >= slot) _wanted.Reached.SetResult();
            }

            await await Task.WhenAny(_wanted.Reached.Task, session);
        }

        public Task Launched(Launch launch) => Task.CompletedTask;

        public Task Found(StrategyFinding finding)
        {
            if (finding.Cycle is { } cycle && _begun.TryGetValue(cycle.Route.Max(leg => leg.PoolSlot), out var begun))
                _latencies.Enqueue(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            return Task.CompletedTask;
        }

        public Task Reached(FeedProgress progress)
        {
            lock (_begun)
            {
                _reached = progress.Slot;
                if (_reached >= _wanted.Slot) _wanted.Reached.TrySetResult();
            }

            return Task.CompletedTask;
        }

        public Task<Lamports> OwnCapital() => Task.FromResult(Lamports.FromSol(100));

        public Task<ImmutableArray<(Mint Token, SlippageSample Sample)>> Slippage(IReadOnlyList<Mint> tokens) => Task.FromResult(ImmutableArray<(Mint, SlippageSample)>.Empty);
    }
}
