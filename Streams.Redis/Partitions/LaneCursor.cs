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
        if (Current is { } failed) failed.Failure ??= "A consumer did not take it in time.";
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

        if (_replay is { } replay)
        {
            if (replay.TryTake(out var fetched))
            {
                if (replay.WantsMore) cache.Moved(lane);
                return fetched;
            }

            if (!replay.Complete)
            {
                cache.Moved(lane);
                return null;
            }

            Passed = EntryId.Max(Passed, replay.Before.Previous);
            cache.End(replay);
            _replay = null;
            cache.Moved(lane);
        }

        return lane.FirstAfter(Passed);
    }
}
