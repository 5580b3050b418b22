using System.Diagnostics;
using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Telemetry;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Adapters;

/// <summary>Appends batches to the partition of their stream and makes receivers.</summary>
internal sealed class StreamsAdapter(
    string name, IStreamTransport transport, IConsistentRingStreamQueueMapper mapper, BatchCodec codec, int eventBytesMax, StreamsMetrics metrics,
    Func<QueueId, IQueueAdapterReceiver> receivers) : IQueueAdapter
{
    public string Name => name;

    public bool IsRewindable => true;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadWrite;

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) => receivers(queueId);

    /// <returns>When the batch is stored; then it is delivered at least once to every subscription there is.</returns>
    /// <exception cref="ArgumentException">A token was given: the order is the partition's alone.</exception>
    /// <exception cref="StreamsFaultException">The batch was refused, or whether it is stored is unknown.</exception>
    public async Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext)
    {
        if (token is not null) throw new ArgumentException("Entries get their token from the partition.", nameof(token));
        var payload = codec.Encode(events, requestContext);
        if (payload.Length > eventBytesMax)
            throw new StreamsFaultException(StreamsFault.EventTooLarge, $"The batch has {payload.Length} bytes.", $"At most {eventBytesMax} are stored in one entry.");
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await transport.Append((int)mapper.GetQueueForStream(streamId).GetNumericId(), streamId, payload);
        }
        catch (StreamsFaultException fault)
        {
            metrics.Fault(fault.Fault);
            throw;
        }

        metrics.Appended(Stopwatch.GetElapsedTime(begun));
    }
}
