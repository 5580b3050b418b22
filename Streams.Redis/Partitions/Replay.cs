using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>What one rewinding cursor still has to fetch from the retained entries before it meets what is in memory.</summary>
/// <param name="stream">Entries of other streams are skipped.</param>
/// <param name="from">The first entry wanted.</param>
/// <param name="before">From here on the memory has everything.</param>
internal sealed class Replay(StreamId stream, EntryId from, EntryId before)
{
    /// <summary>Batches fetched ahead of the consumer.</summary>
    private const int AheadMax = 256;

    private readonly Queue<StreamBatch> _fetched = new();

    public StreamId Stream => stream;

    public EntryId From { get; private set; } = from;

    public EntryId Before => before;

    public bool Complete { get; private set; } = from >= before;

    public bool WantsMore => !Complete && _fetched.Count < AheadMax / 2;

    public void Add(StreamBatch batch) => _fetched.Enqueue(batch);

    public bool TryTake(out StreamBatch? batch) => _fetched.TryDequeue(out batch);

    /// <summary>Everything up to <paramref name="last"/> was looked at; nothing follows it when <paramref name="end"/>.</summary>
    public void Fetched(EntryId? last, bool end)
    {
        if (last is { } id) From = id.Next;
        Complete = end || From >= before;
    }
}
