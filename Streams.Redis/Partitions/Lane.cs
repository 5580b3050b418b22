using System.Diagnostics;
using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>The unsettled entries of one stream, in order, and the cursors of its consumers.</summary>
/// <remarks>Belongs to the turn of one pulling agent: nothing here is shared between threads.</remarks>
internal sealed class Lane(StreamId stream, double joinSeconds)
{
    /// <summary>A stream without any subscriber waits this many times as long for its first.</summary>
    private const int PatienceForFirst = 6;

    private readonly long _born = Stopwatch.GetTimestamp();
    private bool _hadCursor;
    private readonly List<StreamBatch> _batches = [];
    private readonly List<LaneCursor> _cursors = [];

    public StreamId Stream => stream;

    public bool IsIdle => _batches.Count == 0 && _cursors.Count == 0 && AsideFrom is null;

    public int Count => _batches.Count;

    /// <summary>The first entry that was read and left with the carrier, because the consumers are too far behind; null when none was.</summary>
    public EntryId? AsideFrom { get; private set; }

    /// <summary>What follows an entry that was set aside is set aside too, so that the order holds.</summary>
    public bool IsFull(int most) => AsideFrom is not null || _batches.Count >= most;

    /// <summary>From here on the lane has every entry of its stream that was read; null while it has seen none.</summary>
    public EntryId? Floor { get; private set; }

    public void Add(StreamBatch batch)
    {
        Floor ??= batch.Id;
        _batches.Add(batch);
    }

    public void SetAside(EntryId id) => AsideFrom ??= id;

    /// <summary>Everything up to <paramref name="last"/> was fetched again; nothing that was read follows it when <paramref name="end"/>.</summary>
    public void Fetched(EntryId? last, bool end) => AsideFrom = end || last is null ? null : last.Value.Next;

    /// <summary>
    /// The agent makes a consumer's cursor only after it has asked the consumer. Until then an entry looks as if nobody wanted it, and settled
    /// then it would be lost with this silo.
    /// </summary>
    public bool IsYoung => Stopwatch.GetElapsedTime(_born).TotalSeconds < (_hadCursor ? joinSeconds : joinSeconds * PatienceForFirst);

    public void Add(LaneCursor cursor)
    {
        _hadCursor = true;
        _cursors.Add(cursor);
    }

    public void Remove(LaneCursor cursor) => _cursors.Remove(cursor);

    /// <summary>A cursor that is about to be replaced while its consumer has the entry.</summary>
    public LaneCursor? Holding(EntryId id) => _cursors.Find(cursor => cursor.Current?.Id == id);

    public StreamBatch? FirstAfter(EntryId passed)
    {
        var (low, high) = (0, _batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_batches[middle].Id <= passed) low = middle + 1;
            else high = middle;
        }

        return low < _batches.Count ? _batches[low] : null;
    }

    /// <summary>Takes out what every cursor has passed; with no cursor there is nobody to wait for.</summary>
    public void Settle(List<StreamBatch> settled)
    {
        if (IsYoung) return;
        var count = _batches.Count;
        if (_cursors.Count > 0)
        {
            var passed = _cursors[0].Passed;
            foreach (var cursor in _cursors) if (cursor.Passed < passed) passed = cursor.Passed;
            count = 0;
            while (count < _batches.Count && _batches[count].Id <= passed) count++;
        }

        if (count == 0) return;
        settled.AddRange(_batches[..count]);
        Floor = _batches[count - 1].Id.Next;
        _batches.RemoveRange(0, count);
    }

    /// <summary>Another holder has the partition: what was not settled comes again, from there or from here.</summary>
    public void Forget()
    {
        _batches.Clear();
        (Floor, AsideFrom) = (null, null);
    }
}
