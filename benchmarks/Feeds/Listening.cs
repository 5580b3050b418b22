using System.Collections;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
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

/// <summary>The market, its server and one session that lives on it.</summary>
internal sealed class Listening : IAsyncDisposable
{
    /// <summary>Slots told before anything is measured; and so many at a time without waiting when the stream runs at full speed.</summary>
    private const int Warm = 300, Ahead = 32;

    private static readonly TimeSpan HeldUp = TimeSpan.FromMilliseconds(500);

    private readonly SimulatedVenue _venue = new(new VenueSettings { Scanner = new ScannerSettings { Enabled = false } });
    private readonly Feed _feed = new(128);
    private readonly CancellationTokenSource _over = new();
    private YellowstoneServer? _server;
    private Task _session = Task.CompletedTask;
    private ulong _last;

    public TimedOutlet Outlet { get; } = new();

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
        return market;
    }

    /// <summary>One slot, as fast as the wire takes it.</summary>
    /// <param name="timed">What it opens goes into the outlet's series, which grow with it.</param>
    public void Tell(bool timed)
    {
        _venue.Advance(_venue.Settings.Genesis + (++Slots * _venue.Settings.Chain.SlotTime));
        foreach (var block in _venue.SlotsAfter(_last))
        {
            SubscribeUpdate[] updates = [.. block.Updates.Select(bytes => SubscribeUpdate.Parser.ParseFrom(bytes))];
            if (timed) Outlet.Begin(block.Slot);
            _feed.Publish(updates);
            (_last, Told) = (block.Slot, Told + updates.Length);
        }
    }

    /// <summary>So long at full speed, untimed: nothing of the load's own grows. Time in which the whole process was held up is no replay and does not count.</summary>
    public async Task Flood(TimeSpan duration)
    {
        for (var left = duration; left > TimeSpan.Zero;)
        {
            var begun = Stopwatch.GetTimestamp();
            await Flood(Ahead);
            var took = Stopwatch.GetElapsedTime(begun);
            left -= took < HeldUp ? took : HeldUp;
        }
    }

    private async Task Flood(int slots)
    {
        for (var part = 0; part < slots; part += Ahead)
        {
            for (var slot = 0; slot < Ahead; slot++) Tell(timed: false);
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
