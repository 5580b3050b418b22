using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Partitions;
using Orchestrator.Streams.Redis.Telemetry;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Configuration;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Adapters;

/// <summary>The provider of one name: one transport, and a partition for every queue that the balancer assigns to this silo.</summary>
internal sealed class StreamsAdapterFactory(
    string name, string holder, IStreamTransport transport, int partitions, PartitionLimits limits, BatchCodec codec, StreamsMetrics metrics,
    StreamsHealth health, Action<Partition>? joined, ILoggerFactory loggers) : IQueueAdapterFactory, IQueueAdapterCache
{
    private readonly HashRingBasedStreamQueueMapper _mapper = MapperOf(name, partitions);
    private readonly ConcurrentDictionary<QueueId, Partition> _assigned = new();

    /// <summary>Which partition a stream is in; the same for everybody who knows name and number.</summary>
    internal static HashRingBasedStreamQueueMapper MapperOf(string name, int partitions) => new(new HashRingStreamQueueMapperOptions { TotalQueueCount = partitions }, name);

    public Task<IQueueAdapter> CreateAdapter() => CreateAdapter(CancellationToken.None);

    /// <exception cref="Faults.StreamsFaultException">The carrier may not be used, with the reason by name.</exception>
    public async Task<IQueueAdapter> CreateAdapter(CancellationToken cancellationToken)
    {
        await transport.Open(cancellationToken);
        return new StreamsAdapter(name, transport, _mapper, codec, limits.EventBytesMax, metrics, CreateReceiver);
    }

    public IQueueAdapterCache GetQueueAdapterCache() => this;

    public IStreamQueueMapper GetStreamQueueMapper() => _mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new DeadLettering(() => _assigned.GetValueOrDefault(queueId)));

    /// <summary>The agent asks for its cache first and for its receiver then.</summary>
    public IQueueCache CreateQueueCache(QueueId queueId)
    {
        var partition = _assigned[queueId] = new Partition(queueId, limits);
        joined?.Invoke(partition);
        return partition.Cache;
    }

    private PartitionReceiver CreateReceiver(QueueId queueId)
    {
        var partition = _assigned[queueId];
        return new PartitionReceiver(
            partition, holder, transport, codec, metrics, health.Of(partition.Number), loggers.CreateLogger<PartitionReceiver>());
    }
}
