using System.Collections;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.EventTime;
using Orchestrator.Silo.Hosting;
using Orchestrator.Solana.Simulation;
using Orleans;

namespace Orchestrator.Silo.Tests.EventTime;

/// <summary>The whole system in event time, on an embedded store in a directory of its own.</summary>
internal sealed class Demo : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;

    private Demo(WebApplication host, DirectoryInfo directory) => (Host, _directory) = (host, directory);

    public WebApplication Host { get; }

    public string DataDirectory => _directory.FullName;

    public MarketDriver Driver => Host.Services.GetRequiredService<MarketDriver>();

    public IOrchestratorGrain Orchestrator => Grains.GetGrain<IOrchestratorGrain>("main");

    public IPortfolioGrain Book => Grains.GetGrain<IPortfolioGrain>("main");

    public IDecisionJournalGrain Journal => Grains.GetGrain<IDecisionJournalGrain>("main");

    private IGrainFactory Grains => Host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<Demo> Start(int seed, params string[] overrides)
    {
        var directory = Directory.CreateTempSubdirectory("orch-test-");
        var settings = SettingsLoader.Merge("", "t.toml", new Hashtable(),
        [
            "orchestrator.mode=replay", $"simulation.seed={seed}", $"storage.data_directory={directory.FullName}",
            $"cluster.silo_port={FreePort.Next()}", $"cluster.gateway_port={FreePort.Next()}", .. overrides,
        ]).Settings!;
        var host = TradingHost.Build(new TradingHostOptions
        {
            Settings = settings, EventClock = new EventClock(new VenueSettings().Genesis), ServeApi = false, ConsoleLog = false,
        });
        await host.StartAsync();
        return new Demo(host, directory);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        await Host.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
