using Orleans.Hosting;

namespace Orchestrator.Streams.Redis.Hosting;

public static class InProcessStreamsHostingExtensions
{
    /// <summary>The same provider in the memory of one silo, for a process that is its own cluster. What is in flight is lost with the process.</summary>
    public static ISiloBuilder AddInProcessStreams(
        this ISiloBuilder silo, string name, Action<InProcessStreamsOptions>? configure = null, Action<ISiloPersistentStreamConfigurator>? more = null)
    {
        var options = new InProcessStreamsOptions();
        configure?.Invoke(options);
        silo.Services.AddStreamsTelemetry(name).AddHandshakes().AddInProcessCarrier(name, options);
        Agents.Configure(new SiloPersistentStreamConfigurator(name, services => services(silo.Services), StreamsCarriers.CreateFactory), more);
        return silo;
    }
}

/// <summary>Streams in the memory of one process.</summary>
public sealed class InProcessStreamsOptions
{
    /// <summary>Partitions; a stream belongs to one of them. 1 to 256, default 4.</summary>
    public int Partitions { get; set; } = 4;

    public PartitionLimits Limits { get; set; } = new() { RetainedLength = 1_000, RetainedSeconds = 60 };
}
