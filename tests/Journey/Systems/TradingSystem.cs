using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Journey.Tests.Processes;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.EventTime;
using Orchestrator.Silo.Hosting;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Journey.Tests.Systems;

/// <summary>The whole system in event time on a directory that outlives it; stop it and start another one there, and everything was restarted.</summary>
internal sealed class TradingSystem : IAsyncDisposable
{
    private TradingSystem(WebApplication host) => Host = host;

    public WebApplication Host { get; }

    public MarketDriver Driver => Host.Services.GetRequiredService<MarketDriver>();

    public IVenue Venue => Host.Services.GetRequiredService<IVenue>();

    public IGrainFactory Grains => Host.Services.GetRequiredService<IGrainFactory>();

    public IOrchestratorGrain Orchestrator => Grains.GetGrain<IOrchestratorGrain>("main");

    public IPortfolioGrain Book => Grains.GetGrain<IPortfolioGrain>("main");

    public IDecisionJournalGrain Journal => Grains.GetGrain<IDecisionJournalGrain>("main");

    public static async Task<TradingSystem> Start(string directory, params string[] overrides)
    {
        var load = SettingsLoader.Merge("", "t.toml", new Hashtable(),
        [
            "orchestrator.mode=replay", "simulation.seed=5", $"storage.data_directory={directory}", "arbitrage.ten_token.min_profit_threshold_sol=0.01",
            $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}", .. overrides,
        ]);
        var clock = new EventClock(new VenueSettings().Genesis);
        var host = TradingHost.Build(new TradingHostOptions
        {
            Settings = load.Settings ?? throw new InvalidOperationException(string.Join('\n', load.Errors)),
            EventClock = clock, ServeApi = false, ConsoleLog = false, VenueDirectory = Path.Combine(directory, "venue"),
        });
        try
        {
            var market = (await host.Services.GetRequiredService<IVenue>().Chain.Head(CancellationToken.None)).BlockTime;
            if (market > clock.GetUtcNow()) clock.MoveTo(market);
            await host.StartAsync();
            return new TradingSystem(host);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs the market on, a tenth of a second at a time, until something is so.</summary>
    /// <exception cref="TimeoutException">It was not so after this much market time.</exception>
    public async Task Until(Func<Task<bool>> isSo, TimeSpan most)
    {
        for (var last = Driver.Now + most; Driver.Now < last;)
        {
            await Run(TimeSpan.FromMilliseconds(100));
            if (await isSo()) return;
        }

        throw new TimeoutException($"It was not so after {most} of market time.");
    }

    public Task Run(TimeSpan time) => Driver.RunTo(Driver.Now + time, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        await Host.DisposeAsync();
    }
}
