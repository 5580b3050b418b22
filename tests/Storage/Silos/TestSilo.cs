using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Storage.Redis;
using Orchestrator.Storage.Sqlite;
using Orchestrator.Storage.Tests.Redis;
using Orchestrator.Storage.Tests.Sqlite;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Orchestrator.Storage.Tests.Silos;

/// <summary>A real silo on a store, made by the product's own verbs.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public ITransactionClient Transactions => _host.Services.GetRequiredService<ITransactionClient>();

    public IServiceProvider Services => _host.Services;

    public static Task<TestSilo> Start(SqliteTestStore store) => Start(silo =>
    {
        var options = store.Options;
        (options.SiloPort, options.GatewayPort) = (FreePort.Next(), FreePort.Next());
        silo.AddEmbeddedStore(options);
    });

    public static Task<TestSilo> Start(RedisTestStore store) => Start(silo =>
    {
        silo.ConfigureEndpoints("127.0.0.1", FreePort.Next(), FreePort.Next());
        silo.AddRedisStore(store.Options);
    });

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        else _host.Dispose();
    }

    private static async Task<TestSilo> Start(Action<ISiloBuilder> configure)
    {
        var host = new HostBuilder()
            .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.None))
            .UseOrleans(silo =>
            {
                configure(silo);
                silo.UseTransactions();
                silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = ("tests", "tests"));
            })
            .Build();
        await host.StartAsync();
        return new TestSilo(host);
    }
}
