using System.Net;
using Microsoft.Extensions.Options;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Exits;
using Orchestrator.Grains.Journal;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Grains.Sniping;
using Orchestrator.Grains.Strategy;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.EventTime;
using Orchestrator.Silo.Feeds;
using Orchestrator.Silo.Journals;
using Orchestrator.Silo.Live;
using Orchestrator.Silo.Markets;
using Orchestrator.Silo.Starting;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Simulation;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace Orchestrator.Silo.Hosting;

/// <summary>The only place where implementations are chosen: store, channels, clock, venue, API.</summary>
public static class TradingHost
{
    public static WebApplication Build(TradingHostOptions options)
    {
        var settings = options.Settings;
        // Whatever can be refused without having begun anything is.
        if (options.ServeApi) WebEdge.Judge(settings);
        PortCheck.Run(settings, options.ServeApi);
        var builder = WebApplication.CreateSlimBuilder();
        // The slim builder serves https only when it is told to.
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Information).AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Polly", LogLevel.Warning);
        // At every start they advise against the workstation collector, which is chosen, and take the machine's uptime for a stall.
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error).AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        if (options.ConsoleLog) builder.Logging.AddStartLog(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss.fff "));

        var clock = AddMarket(builder.Services, options);
        AddTrading(builder.Services, options, clock);
        builder.Host.UseOrleans(silo => AddSilo(silo, options, clock));
        builder.Services.AddHostedService<SiloEnd>();
        AddStart(builder.Services, options);
        var host = WebEdge.Build(builder, options);
        if (host.Services.GetService<StartLog>() is { } log) host.Lifetime.ApplicationStarted.Register(log.Begun);
        return host;
    }

    /// <summary>The market comes first: its time is the time of the trade.</summary>
    private static TimeProvider AddMarket(IServiceCollection services, TradingHostOptions options)
    {
        if (LiveTrading.IsMode(options.Settings.Text("orchestrator.mode")))
        {
            services.AddLivePorts(options.Settings, LivePorts.Open(options.Settings));
            return TimeProvider.System;
        }

        var venue = OpenVenue(options, out var opened);
        var clock = opened;
        if (clock is PacedClock paced) services.AddSingleton(paced);
        // By a factory, so that the container closes it with the host.
        services.AddSingleton<IVenue>(_ => venue);
        services.AddSingleton<IChain>(provider => provider.GetRequiredService<IVenue>().Chain);
        services.AddSingleton<IExecutionPlanner>(provider => provider.GetRequiredService<IVenue>().Planner);
        services.AddSingleton<ISigner>(provider => provider.GetRequiredService<IVenue>().Signer);
        services.AddSingleton<IExitMarket>(provider => new VenueExits(provider.GetRequiredService<IVenue>()));
        services.AddSingleton<MarketBridge>();
        services.AddSingleton<ILaunchResearch>(_ => WitnessedResearch.Of(new VenueNode(venue), SolReserves.SaveMainPool));
        if (VenueSource.TellsItsBlocks(options.Settings))
        {
            services.AddSingleton<ChannelOutlet>();
            services.AddSingleton<IFeedOutlet, DrivenOutlet>();
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<VenueFeed>(provider, clock));
        }

        return clock;
    }

    private static IVenue OpenVenue(TradingHostOptions options, out TimeProvider clock)
    {
        if (options.EventClock is { } driven)
        {
            clock = driven;
            return VenueSource.Open(options.Settings, options.VenueDirectory, driven.GetUtcNow());
        }

        var directory = options.VenueDirectory ?? Path.Combine(StoreSelection.DirectoryOf(options.Settings), "venue");
        var venue = VenueSource.Open(options.Settings, directory, TimeProvider.System.GetUtcNow());
        clock = new PacedClock(VenueSource.Now(venue, CancellationToken.None).GetAwaiter().GetResult(), TimeProvider.System);
        return venue;
    }

    private static void AddTrading(IServiceCollection services, TradingHostOptions options, TimeProvider clock)
    {
        var live = new LiveSettings(options.Settings, loop => loop.EventTime = options.EventClock is not null);
        services.AddSingleton(live);
        services.AddSingleton<IRiskSettings>(live);
        services.AddSingleton<IStrategySettings>(live);
        services.AddSingleton<ISniperSettings>(live);
        services.AddSingleton<IExitSettings>(live);
        services.AddSingleton<IOptionsMonitor<TradingLimits>>(live);
        services.AddSingleton<IOptionsMonitor<OrchestratorOptions>>(live);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new TradingClock(clock));
        services.AddSingleton<RunEnd>();
        if (options.EventClock is not null) services.AddSingleton<IWorkBarrier, CountingWorkBarrier>();
        if (options.Faults is { } faults) services.AddSingleton(faults).AddSingleton<Storage.Faults.IFaultPoints>(new StoreFaultPoints(faults));

        services.AddSingleton<IDecisionJournal, StoredJournal>();
        services.AddSingleton<IStoreAnchor, StoreAnchor>();
        services.AddSingleton<IChannelHistory, ChannelHistory>();
        services.AddTradingGrains().AddOrchestrator();
    }

    private static void AddSilo(ISiloBuilder silo, TradingHostOptions options, TimeProvider market)
    {
        var settings = options.Settings;
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = settings.Text("cluster.cluster_id");
            cluster.ServiceId = StoreSelection.ServiceIdOf(settings);
        });
        silo.AddStore(settings, market);
        silo.UseTransactions();
        silo.AddClusterTimings(settings);
        silo.AddChannels(settings);
        if (options.ServeApi) silo.AddDashboard();
        if (options.Witness is { } witness) silo.AddIncomingGrainCallFilter(witness);
    }

    private static void AddStart(IServiceCollection services, TradingHostOptions options)
    {
        if (LiveTrading.IsMode(options.Settings.Text("orchestrator.mode")))
        {
            services.AddLiveStart(options.Settings);
            AddKeeping(services, options);
            return;
        }

        services.AddSingleton<IStartStep, RecordsStep>();
        services.AddSingleton<IStartStep, VenueStep>();
        services.AddSingleton<IStartStep, SameVenueStep>();
        services.AddSingleton<IStartStep, FundingStep>();
        services.AddSingleton<IStartStep, TakeOverStep>();
        services.AddHostedService<StartSequence>();
        if (VenueSource.TellsItsBlocks(options.Settings)) services.AddHostedService(provider => provider.GetRequiredService<VenueFeed>());
        if (options.EventClock is { } clock)
        {
            services.AddSingleton(clock);
            services.AddSingleton(provider => new MarketDriver(
                clock, provider.GetRequiredService<MarketBridge>(), provider.GetRequiredService<IWorkBarrier>(),
                provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<LiveSettings>()));
            return;
        }

        services.AddHostedService<SimulatedFeed>();
        AddKeeping(services, options);
    }

    private static void AddKeeping(IServiceCollection services, TradingHostOptions options)
    {
        if (options.Source is { } source) services.AddSingleton(source).AddHostedService<SettingsWatcher>();
        services.AddOrchestratorKeeper(options.Settings.Text("orchestrator.portfolio"));
        if (options.Settings.Text("storage.provider") != "embedded") services.AddStandby(options.Settings.Text("orchestrator.portfolio"));
        services.AddHostedService<DrainOnStop>();
        services.AddHostedService<WallClockWatch>();
    }
}
