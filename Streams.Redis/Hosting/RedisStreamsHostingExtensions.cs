using Orleans.Hosting;

namespace Orchestrator.Streams.Redis.Hosting;

public static class RedisStreamsHostingExtensions
{
    /// <summary>A stream provider on Redis. Streams with explicit subscriptions also need a grain storage named PubSubStore.</summary>
    public static ISiloBuilder AddRedisStreams(
        this ISiloBuilder silo, string name, Action<RedisStreamsOptions> configure, Action<ISiloPersistentStreamConfigurator>? more = null)
    {
        var options = new RedisStreamsOptions();
        configure(options);
        silo.Services.AddStreamsTelemetry(name).AddHandshakes().AddRedisCarrier(name, options, agents: true);
        Agents.Configure(new SiloPersistentStreamConfigurator(name, services => services(silo.Services), StreamsCarriers.CreateFactory), more);
        return silo;
    }

    /// <summary>The same streams for a client outside the cluster: it produces and subscribes, and reads no partition itself.</summary>
    public static IClientBuilder AddRedisStreams(this IClientBuilder client, string name, Action<RedisStreamsOptions> configure)
    {
        var options = new RedisStreamsOptions();
        configure(options);
        client.Services.AddStreamsTelemetry(name).AddRedisCarrier(name, options, agents: false);
        _ = new ClusterClientPersistentStreamConfigurator(name, client, StreamsCarriers.CreateFactory);
        return client;
    }
}
