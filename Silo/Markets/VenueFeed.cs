using System.Collections.Immutable;
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

namespace Orchestrator.Silo.Markets;

/// <summary>
/// The simulated market as the real one comes to us: a Yellowstone server on loopback tells its blocks, a feed session subscribes, and scanner and sniper
/// live on what it hears. In step with whoever moves the market: <see cref="Tell"/> ends when all that was told has been handled. A session that a
/// fault has ended, such as a store without room, is told of once; the next word begins another where the last one stopped.
/// </summary>
internal sealed class VenueFeed(IVenue venue, IFeedOutlet outlet, LiveSettings settings, TimeProvider market, ILogger<FeedSession> log) : IHostedService, IFeedOutlet
{
    /// <summary>A slot that is not handled by then never will be.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);

    /// <summary>A subscription asks for 31 slots again after a loss; a part that is told at once must fit as well.</summary>
    private const int SlotsKept = 128, SlotsPerPart = 64;

    private readonly Feed _feed = new(SlotsKept);
    private readonly SlotSteps _steps = new();
    private readonly CancellationTokenSource _over = new();
    private YellowstoneServer? _server;
    private Task _session = Task.CompletedTask;
    private ulong _told;

    /// <summary>Market time of which everything may be told at once.</summary>
    public TimeSpan PartMax { get; } = SlotsPerPart * TimeSpan.FromMilliseconds(settings.Current.Whole("simulation.slot_ms"));

    /// <summary>True: what the strategies find is no longer offered.</summary>
    public bool Quiet { get; set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _told = (await venue.Chain.Head(cancellationToken)).Slot;
        _server = await YellowstoneServer.StartAsync(_feed);
        await Begin(_server, null, cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _over.CancelAsync();
        await _session.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_server is not null) await _server.DisposeAsync();
        _over.Dispose();
    }

    /// <summary>Tells what the market's feed has told since the last time, and waits until the session has handled it.</summary>
    /// <exception cref="Exception">What has ended the session.</exception>
    public async Task Tell(CancellationToken cancel)
    {
        if (_session.IsCompleted && _server is { } server)
        {
            await Begin(server, _feed.FirstAvailable is { } first ? Math.Max(_steps.Newest, first + LiveSource.ReplaySlots) : null, cancel);
            // Told more before it has caught up, the server would forget what the session has yet to hear, and nobody would ever say that slot over.
            if (_feed.FirstAvailable is not null) await Handled(cancel);
        }

        // While nobody took anything the market went on.
        foreach (var part in (await venue.SlotsAfter(_told, cancel)).Chunk(SlotsPerPart))
        {
            _feed.Publish(part.SelectMany(slot => slot.Updates).Select(bytes => SubscribeUpdate.Parser.ParseFrom(bytes)));
            _told = part[^1].Slot;
            await Handled(cancel);
        }
    }

    Task IFeedOutlet.Launched(Launch launch) => outlet.Launched(launch);

    Task IFeedOutlet.Found(StrategyFinding finding) => Quiet ? Task.CompletedTask : outlet.Found(finding);

    Task IFeedOutlet.Reached(FeedProgress progress) => outlet.Reached(progress);

    Task<Lamports> IFeedOutlet.OwnCapital() => outlet.OwnCapital();

    Task<ImmutableArray<(Mint Token, SlippageSample Sample)>> IFeedOutlet.Slippage(IReadOnlyList<Mint> tokens) => outlet.Slippage(tokens);

    private async Task Handled(CancellationToken cancel)
    {
        var handled = _steps.Until(_told);
        await await Task.WhenAny(handled, _session).WaitAsync(Stuck, cancel);
        if (!handled.IsCompleted) throw new FeedRefusedException("The session on the simulated market ended.");
    }

    /// <param name="checkpoint">What is not long before it is told again; null when nothing was told.</param>
    private async Task Begin(YellowstoneServer server, ulong? checkpoint, CancellationToken cancel)
    {
        var before = server.Subscriptions;
        _session = Task.Run(() => Session(server.Address).Run(checkpoint, _over.Token), _over.Token);
        // Whoever subscribes later would miss what is told before.
        await await Task.WhenAny(server.SubscribedAsync(before + 1), _session).WaitAsync(Stuck, cancel);
    }

    private FeedSession Session(Uri server)
    {
        var view = new MarketView();
        var keeper = new PoolKeeper(view, new AccountBook(), ProgramRegistry.Mainnet);
        // Trades here begin and end in SOL, so SOL is all that is borrowed.
        var loader = new MarketLoader(new VenueNode(venue), keeper, [.. VenuePools.Addresses()], [SolReserves.SaveMainPool]);
        var desk = new StrategyDesk(view, settings, new Lamports(settings.Current.Whole("execution.tip_lamports")));
        LiveSource Open(FeedRequest request) =>
            new([new FeedEndpoint(new SecretAddress(server.ToString()), null)], request.ToSubscription(), new UpdateFilter(), TimeProvider.System, () => 0);
        return new FeedSession(FeedSessions.NeedsOf(settings.Current), Open, loader, keeper, desk, this, market, log, _steps);
    }
}
