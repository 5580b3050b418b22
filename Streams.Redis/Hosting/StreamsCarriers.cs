using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Streams.Redis.Adapters;
using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Histories;
using Orchestrator.Streams.Redis.Partitions;
using Orchestrator.Streams.Redis.Telemetry;
using Orchestrator.Streams.Redis.Transport;
using Orchestrator.Streams.Redis.Transport.InProcess;
using Orchestrator.Streams.Redis.Transport.Redis;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Hosting;

/// <summary>Registers what one provider consists of under its name.</summary>
internal static class StreamsCarriers
{
    private sealed record Carrier(int Partitions, PartitionLimits Limits, IStreamTransport Transport);

    public static IServiceCollection AddStreamsTelemetry(this IServiceCollection services, string name)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton(name, (provider, _) => new StreamsMetrics(provider.GetRequiredService<IMeterFactory>(), name));
        services.AddKeyedSingleton<StreamsHealth>(name);
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var carrier = provider.GetRequiredKeyedService<Carrier>(name);
            return new StreamHistory(carrier.Transport, StreamsAdapterFactory.MapperOf(name, carrier.Partitions), new BatchCodec(provider.GetRequiredService<Serializer<StreamBody>>()));
        });
        return services;
    }

    /// <summary>One for all providers of a silo; a client has no agents.</summary>
    public static IServiceCollection AddHandshakes(this IServiceCollection services)
    {
        services.TryAddSingleton<Handshakes>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutgoingGrainCallFilter, Handshakes>(provider => provider.GetRequiredService<Handshakes>()));
        return services;
    }

    public static IServiceCollection AddRedisCarrier(this IServiceCollection services, string name, RedisStreamsOptions options, bool agents)
    {
        services.AddSingleton<IConfigurationValidator>(provider => new RedisStreamsOptionsValidator(name, options, AgentOf(provider, name, agents)));
        services.AddKeyedSingleton(name, (provider, _) => new RedisLink(options, provider));
        services.AddKeyedSingleton(name, (provider, _) =>
        {
            var prefix = options.KeyPrefix.Length > 0 ? options.KeyPrefix : provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId;
            var transport = new RedisTransport(options, new RedisKeys(prefix, name), provider.GetRequiredKeyedService<RedisLink>(name));
            return new Carrier(options.Partitions, options.Limits, transport);
        });
        return services;
    }

    public static IServiceCollection AddInProcessCarrier(this IServiceCollection services, string name, InProcessStreamsOptions options)
    {
        services.AddSingleton<IConfigurationValidator>(provider => new LimitsValidator(name, options, AgentOf(provider, name, agents: true)));
        services.AddKeyedSingleton(name, (provider, _) => new Carrier(
            options.Partitions, options.Limits, new InProcessTransport(options.Partitions, options.Limits, provider.GetRequiredService<TimeProvider>())));
        return services;
    }

    public static IQueueAdapterFactory CreateFactory(IServiceProvider services, string name)
    {
        var carrier = services.GetRequiredKeyedService<Carrier>(name);
        var holder = services.GetService<ILocalSiloDetails>()?.SiloAddress.ToParsableString() ?? "client";
        return new StreamsAdapterFactory(
            name, holder, carrier.Transport, carrier.Partitions, carrier.Limits, new BatchCodec(services.GetRequiredService<Serializer<StreamBody>>()),
            services.GetRequiredKeyedService<StreamsMetrics>(name), services.GetRequiredKeyedService<StreamsHealth>(name),
            Joining(services), services.GetRequiredService<ILoggerFactory>());
    }

    /// <summary>The agent that makes a partition's cache does so in its own context. A client has none.</summary>
    private static Action<Partition>? Joining(IServiceProvider services) =>
        services.GetService<Handshakes>() is { } handshakes && services.GetService<IGrainContextAccessor>() is { } contexts
            ? partition => handshakes.Join(contexts.GrainContext.GrainId, partition) : null;

    private static StreamPullingAgentOptions? AgentOf(IServiceProvider services, string name, bool agents) =>
        agents ? services.GetRequiredService<IOptionsMonitor<StreamPullingAgentOptions>>().Get(name) : null;

    private sealed class LimitsValidator(string name, InProcessStreamsOptions options, StreamPullingAgentOptions? agent) : IConfigurationValidator
    {
        public void ValidateConfiguration() => RedisStreamsOptionsValidator.Check(name, options.Partitions, options.Limits, agent);
    }
}
