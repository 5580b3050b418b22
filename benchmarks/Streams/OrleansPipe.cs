using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Streams.Redis.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>A silo of this process with one stream provider, or none.</summary>
internal sealed class OrleansPipe : IPipe
{
    private const string Provider = "benchmark";

    /// <summary>Events in one batch, and batches under way at once.</summary>
    private const int BatchSize = 100, BatchesAtOnce = 16;

    private readonly IHost _host;
    private readonly IAsyncStream<byte[]>? _stream;

    private OrleansPipe(string name, IHost host)
    {
        (Name, _host) = (name, host);
        _stream = host.Services.GetKeyedService<IStreamProvider>(Provider)?.GetStream<byte[]>(StreamId.Create(Ear.Space, "one"));
        Arrivals = host.Services.GetRequiredService<Arrivals>();
    }

    public string Name { get; }

    public Arrivals Arrivals { get; }

    public static Task<OrleansPipe> OnRedis(string connection) => Start("Streams.Redis", silo => silo.AddRedisStreams(
        Provider, options => options.Connection = connection, streams => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly)));

    public static Task<OrleansPipe> InMemory() => Start("Orleans memory streams", silo => silo.AddMemoryStreams(Provider).AddMemoryGrainStorage("PubSubStore"));

    /// <summary>A silo without streams, for what it costs by itself.</summary>
    public static Task<OrleansPipe> None() => Start("no streams", silo => silo);

    public Task Send(byte[] item) => _stream!.OnNextAsync(item);

    public async Task Flood(IReadOnlyList<byte[]> items) =>
        await Parallel.ForEachAsync(items.Chunk(BatchSize), new ParallelOptions { MaxDegreeOfParallelism = BatchesAtOnce }, async (batch, _) => await _stream!.OnNextBatchAsync(batch));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async Task<OrleansPipe> Start(string name, Func<ISiloBuilder, ISiloBuilder> streams)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<Arrivals>();
        builder.UseOrleans(silo =>
        {
            var port = FreePorts.One();
            silo.UseLocalhostClustering(port, FreePorts.One(), new IPEndPoint(IPAddress.Loopback, port), "benchmark", "benchmark");
            silo.Configure<SiloOptions>(options => options.SiloName = "benchmark");
            streams(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new OrleansPipe(name, host);
    }
}
