using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Streams.Redis.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>A silo of its own with one stream provider; producer and consumer are its own client, as an API beside it would be.</summary>
internal sealed class ProviderPipe : IPipe
{
    private const string Provider = "streams";

    private readonly IHost _host;
    private readonly IAsyncStream<byte[]>[] _streams;
    private readonly Func<IHost> _client;

    private ProviderPipe(IHost host, IStreamProvider provider, Func<IHost> client) =>
        (_host, _client, _streams) = (host, client, [.. Enumerable.Range(0, StreamsLoad.Streams).Select(number => provider.GetStream<byte[]>(IdOf($"s{number}")))]);

    public Arrivals Arrivals { get; } = new();

    /// <summary>Ours on a Redis of the load's.</summary>
    public static Task<ProviderPipe> OnRedis(string redis)
    {
        void Options(RedisStreamsOptions options)
        {
            (options.Connection, options.KeyPrefix, options.Partitions) = (redis, "bench", 4);
            (options.Limits.RetainedLength, options.Limits.RetainedSeconds) = (20_000, 3_600);
        }

        return Open(silo => silo.AddRedisStreams(Provider, Options), client => client.AddRedisStreams(Provider, Options));
    }

    /// <summary>Ours in the memory of the process.</summary>
    public static Task<ProviderPipe> InProcess() => Open(silo => silo.AddInProcessStreams(Provider));

    /// <summary>Orleans' own, as it comes.</summary>
    public static Task<ProviderPipe> InOrleansMemory() => Open(silo => silo.AddMemoryStreams(Provider));

    /// <summary>A silo without any provider, for what it costs by itself.</summary>
    public static async Task<IHost> Bare()
    {
        var host = Build(FreePorts.One(), _ => { });
        await host.StartAsync();
        return host;
    }

    public Task Send(int stream, IReadOnlyList<byte[]> events) => events.Count == 1 ? _streams[stream].OnNextAsync(events[0]) : _streams[stream].OnNextBatchAsync(events);

    /// <param name="turn">Their streams are other ones in each turn.</param>
    public Task<BadConsumers> WithBadConsumers(int turn) => BadConsumers.Beside(_client, Provider, IdOf($"throwing{turn}"), IdOf($"hanging{turn}"));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async Task<ProviderPipe> Open(Action<ISiloBuilder> add, Action<IClientBuilder>? beside = null)
    {
        var gateway = FreePorts.One();
        var host = Build(gateway, add);
        await host.StartAsync();
        var provider = host.Services.GetRequiredService<IClusterClient>().GetStreamProvider(Provider);
        var pipe = new ProviderPipe(host, provider, () => Client(gateway, beside));
        foreach (var stream in pipe._streams) await stream.SubscribeAsync((payload, _) => pipe.Hear(payload));
        return pipe;
    }

    private static StreamId IdOf(string key) => StreamId.Create("bench", key);

    private static IHost Build(int gateway, Action<ISiloBuilder> add)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => add(silo.UseLocalhostClustering(FreePorts.One(), gateway).AddMemoryGrainStorage("PubSubStore")));
        return builder.Build();
    }

    private static IHost Client(int gateway, Action<IClientBuilder>? add)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.UseLocalhostClustering(gateway);
            add?.Invoke(client);
        });
        return builder.Build();
    }

    private Task Hear(byte[] payload)
    {
        Arrivals.Heard(payload);
        return Task.CompletedTask;
    }
}
