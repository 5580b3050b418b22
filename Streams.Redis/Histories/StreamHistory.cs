using Orchestrator.Streams.Redis.Adapters;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Histories;

/// <summary>
/// Reads what a stream still retains, delivered or not, without a subscription and without moving anybody's place: for a consumer that lost
/// what it had in memory. Registered under the provider's name.
/// </summary>
public sealed class StreamHistory
{
    private const int Page = 1_000;

    private readonly IStreamTransport _transport;
    private readonly IStreamQueueMapper _mapper;
    private readonly BatchCodec _codec;

    internal StreamHistory(IStreamTransport transport, IStreamQueueMapper mapper, BatchCodec codec) => (_transport, _mapper, _codec) = (transport, mapper, codec);

    /// <param name="age">Entries older than this by the carrier's clock are left out.</param>
    /// <param name="most">Events returned; when there are more, the newest.</param>
    /// <returns>Events, oldest first. What cannot be read is left out: whoever holds the partition puts it among the dead letters.</returns>
    /// <exception cref="Faults.StreamsFaultException">The carrier did not answer as it should.</exception>
    public async Task<IReadOnlyList<object>> Since(StreamId stream, TimeSpan age, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        var partition = (int)_mapper.GetQueueForStream(stream).GetNumericId();
        var from = new EntryId(Math.Max(0, await _transport.Now() - (long)age.TotalMilliseconds), 0);
        var newest = new Queue<object>();
        while (true)
        {
            var entries = await _transport.Range(partition, from, Page);
            foreach (var entry in entries)
            {
                if (entry.Stream != stream || _codec.Decode(entry).Batch is not { } batch) continue;
                foreach (var (item, _) in batch.GetEvents<object>())
                {
                    newest.Enqueue(item);
                    if (newest.Count > most) newest.Dequeue();
                }
            }

            if (entries.Count < Page) return [.. newest];
            from = entries[^1].Id.Next;
        }
    }
}
