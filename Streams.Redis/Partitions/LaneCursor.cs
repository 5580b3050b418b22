using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>How far one consumer has come in its stream. An entry is passed when the agent moves on from it, which is after its delivery.</summary>
internal sealed class LaneCursor(PartitionCache cache, Lane lane, EntryId passed, Replay? replay, StreamBatch? again) : IQueueCacheCursor
{
    private Replay? _replay = replay;
    private StreamBatch? _again = again;
    private bool _disposed;

    /// <summary>Everything up to here is done for this consumer.</summary>
    public EntryId Passed { get; private set; } = passed;

    public StreamBatch? Current { get; private set; }

    public bool MoveNext()
    {
        if (_disposed) return false;
        if (Current is { } done)
        {
            Passed = EntryId.Max(Passed, done.Id);
            Current = null;
            cache.Moved(lane);
        }

        Current = Next();
        return Current is not null;
    }

    public IBatchContainer? GetCurrent(out Exception? exception)
    {
        exception = null;
        return Current;
    }

    public void Refresh(StreamSequenceToken token)
    {
        // The lane is looked at by position, so there is nothing to refresh.
    }

    public void RecordDeliveryFailure()
    {
        if (Current is { } failed) lane.Fail(failed.Id, "A consumer did not take it in time.", always: false);
    }

    /// <summary>Gives what was fetched for this cursor to the one that replaces it.</summary>
    public Replay? HandOver()
    {
        var replay = _replay;
        _replay = null;
        return replay;
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Current = null;
        if (_replay is { } replay) cache.End(replay);
        lane.Remove(this);
        cache.Moved(lane);
    }

    private StreamBatch? Next()
    {
        if (_again is { } batch)
        {
            _again = null;
            return batch;
        }

        while (true)
        {
            // Neighbours of this consumer may have gone on while it hung, and the memory with them.
            if (_replay is null && Passed < lane.Gone) _replay = cache.Begin(lane, Passed.Next, lane.Gone.Value.Next);
            if (_replay is not { } replay) return lane.FirstAfter(Passed);
            if (replay.TryTake(out var fetched))
            {
                if (replay.WantsMore) cache.Moved(lane);
                return fetched;
            }

            cache.Moved(lane);
            if (!replay.Complete) return null;
            Passed = EntryId.Max(Passed, replay.Before.Previous);
            cache.End(replay);
            _replay = null;
        }
    }
}
