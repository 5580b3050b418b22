using System.Collections;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Hosting;
using Orchestrator.Storage.Records;
using Orleans;

namespace Orchestrator.Benchmarks.Processes;

/// <summary>The whole system in real time in this process, as <c>orch run</c> starts it, on a fresh store.</summary>
internal sealed class TradingSystem : IAsyncDisposable
{
    /// <summary>The simulated market finds nothing worth this much: what is decided is what the load offers.</summary>
    private const string NoFindings = "arbitrage.ten_token.min_profit_threshold_sol=1000";

    private readonly DirectoryInfo _directory;
    private readonly RedisServer? _redis;

    private TradingSystem(WebApplication host, DirectoryInfo directory, RedisServer? redis, string store)
    {
        (Host, _directory, _redis, Store) = (host, directory, redis, store);
        Offers = new(host.Services.GetRequiredService<TradingClock>());
    }

    /// <summary>The stores a load is run on.</summary>
    public static readonly string[] Stores = ["embedded", "redis"];

    public WebApplication Host { get; }

    public string Store { get; }

    public Opportunities Offers { get; }

    public IGrainFactory Grains => Host.Services.GetRequiredService<IGrainFactory>();

    public ChannelPublisher Channels => Host.Services.GetRequiredService<ChannelPublisher>();

    /// <summary>Fenced, durable writes of single records: the smallest durable thing the store can do.</summary>
    public IFencedRecords Records => Host.Services.GetRequiredService<IFencedRecords>();

    public static async Task<TradingSystem> Start(string store, params string[] more)
    {
        var directory = Directory.CreateTempSubdirectory("orch-bench-");
        var redis = store == "redis" ? await RedisServer.Start(durable: true) : null;
        var load = SettingsLoader.Merge("", "benchmarks.toml", new Hashtable(),
        [
            $"storage.provider={store}", $"storage.data_directory={directory.FullName}", $"storage.redis={redis?.Address ?? "127.0.0.1:6379"}",
            $"cluster.silo_port={FreePorts.One()}", $"cluster.gateway_port={FreePorts.One()}", "api.address=http://127.0.0.1:0",
            "api.requests_per_second=100000", NoFindings, .. more,
        ]);
        var settings = load.Settings ?? throw new InvalidOperationException(string.Join('\n', load.Errors));
        var host = TradingHost.Build(new TradingHostOptions { Settings = settings, ConsoleLog = false });
        await host.StartAsync();
        return new TradingSystem(host, directory, redis, store);
    }

    public IOrchestratorGrain Orchestrator(string portfolio = "main") => Grains.GetGrain<IOrchestratorGrain>(portfolio);

    /// <summary>A portfolio with money of its own beside the one the process trades.</summary>
    public async Task<IPortfolioGrain> Fund(string portfolio)
    {
        var book = Grains.GetGrain<IPortfolioGrain>(portfolio);
        var moved = await book.Move(new Movement(Offers.NextId(), MovementKind.Deposit, Mint.Sol, new BaseUnits(100 * (ulong)Lamports.PerSol)));
        return moved == MoveOutcome.Moved ? book : throw new InvalidOperationException($"{portfolio} was not funded: {moved}");
    }

    public async ValueTask DisposeAsync()
    {
        await Host.StopAsync();
        await Host.DisposeAsync();
        if (_redis is not null) await _redis.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
