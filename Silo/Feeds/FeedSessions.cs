using Orchestrator.Domain;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Feed;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Live;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;

namespace Orchestrator.Silo.Feeds;

/// <summary>The sessions of this process: one view, one writer at a time.</summary>
internal sealed class FeedSessions : IFeedSessions
{
    /// <summary>Time between two looks at a feed's silence.</summary>
    public static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(200);

    private readonly FeedPlan _plan;
    private readonly LiveSettings _settings;
    private readonly IFeedOutlet _outlet;
    private readonly PoolKeeper _keeper;
    private readonly StrategyDesk _desk;
    private readonly MarketLoader _loader;
    private readonly JupiterClient? _jupiter;
    private readonly ILogger<FeedSession> _log;
    private readonly SemaphoreSlim _writer = new(1, 1);

    public FeedSessions(FeedPlan plan, LivePorts ports, LiveSettings settings, IFeedOutlet outlet, MarketView view, ILogger<FeedSession> log)
    {
        (_plan, _settings, _outlet, _jupiter, _log) = (plan, settings, outlet, ports.Jupiter, log);
        _keeper = new PoolKeeper(view, new AccountBook(), ProgramRegistry.Mainnet);
        _desk = new StrategyDesk(view, settings, new Lamports((long)ports.Policy.TipMax));
        _loader = new MarketLoader(new NodeAccounts(ports.Rpc, TimeProvider.System), _keeper, plan.Pools, [.. ports.Policy.Reserves.Select(reserve => reserve.Reserve)]);
    }

    public FeedTerms TermsOf(string feed) => new(
        new PortfolioId(_settings.Current.Text("orchestrator.portfolio")), _plan.StaleAfter, Watch, [.. TradingSettings.EnabledOf(_settings.Current)]);

    public async Task Run(string feed, ulong? checkpoint, CancellationToken cancel)
    {
        await _writer.WaitAsync(cancel);
        try
        {
            var needs = NeedsOf(_settings.Current);
            await new FeedSession(needs, Open, _loader, _keeper, _desk, _outlet, TimeProvider.System, _log, beside: Beside(needs)).Run(checkpoint ?? _plan.FromSlot, cancel);
        }
        finally
        {
            _writer.Release();
        }
    }

    internal static FeedNeeds NeedsOf(EffectiveSettings settings) => new(
        settings.Switch("sniper.memecoin.enabled"), StrategyCatalogue.Ids.Any(strategy => settings.Switch(strategy + ".enabled")));

    /// <summary>Jupiter's prices, where its address is set and it is among the venues.</summary>
    private JupiterPrices? Beside(FeedNeeds needs)
    {
        if (_jupiter is null || !needs.Pools || !_settings.Current.TextList("arbitrage.ten_token.monitored_dexes").Contains(JupiterCurve.VenueName)) return null;
        return new JupiterPrices(_jupiter, [.. _desk.Tokens.Select(token => PublicKey.Parse(token.Value))], new JupiterPriceOptions(), TimeProvider.System);
    }

    private LiveSource Open(FeedRequest request) => new(_plan.Endpoints, request.ToSubscription(), new UpdateFilter(), TimeProvider.System, Jitter);

    /// <summary>Spreads repetitions; nothing depends on which.</summary>
    private static double Jitter() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000) / 1_000.0;
}

/// <summary>Pings the feed's grain, so that it lives, goes on after a fault, and sees its own silence.</summary>
internal sealed partial class FeedKeeper(IGrainFactory grains, TimeProvider time, ILogger<FeedKeeper> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(FeedSessions.Watch / 2, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await grains.GetGrain<IFeedGrain>(FeedNames.Main).Ping();
            }
            catch (Exception fault) when (fault is not OperationCanceledException and not OutOfMemoryException)
            {
                // A silo that leaves or a book that does not answer; the next ping judges again.
                NotKept(fault);
            }
        }
    }

    [LoggerMessage(3050, LogLevel.Warning, "The feed's grain did not answer; it is asked again")]
    private partial void NotKept(Exception fault);
}

internal static class FeedHosting
{
    public static IServiceCollection AddFeed(this IServiceCollection services, FeedPlan plan)
    {
        services.AddSingleton(plan);
        services.AddSingleton<MarketView>();
        services.AddSingleton<IFeedOutlet, ChannelOutlet>();
        services.AddSingleton<IFeedSessions, FeedSessions>();
        services.AddHostedService<FeedKeeper>();
        return services;
    }
}
