using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>The unsettled entries of one stream, in order, and the cursors of its consumers.</summary>
/// <remarks>Belongs to the turn of one pulling agent: nothing here is shared between threads.</remarks>
internal sealed class Lane(StreamId stream)
{
    private readonly List<StreamBatch> _batches = [];
    private readonly List<LaneCursor> _cursors = [];

    public StreamId Stream => stream;

    public bool IsIdle => _batches.Count == 0 && _cursors.Count == 0;

    /// <summary>From here on the lane has every entry of its stream that was read; null while it has seen none.</summary>
    public EntryId? Floor { get; private set; }

    public void Add(StreamBatch batch)
    {
        Floor ??= batch.Id;
        _batches.Add(batch);
    }

    public void Add(LaneCursor cursor) => _cursors.Add(cursor);

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
        Floor = null;
    }
}
