using System.Diagnostics.CodeAnalysis;
using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>
/// What one partition's holder keeps in memory: the entries that were read and not settled, by stream. A slow consumer holds up the settling of
/// its own stream only.
/// </summary>
/// <remarks>
/// Settling is computed when the agent reads, never inside a cursor call: the agent disposes a cursor before it makes the next one, and between
/// the two a lane only looks as if nobody wanted it.
/// </remarks>
internal sealed class PartitionCache(PartitionLimits limits, Action moved) : IQueueCache
{
    private readonly Dictionary<StreamId, Lane> _lanes = [];
    private readonly HashSet<Lane> _changed = [];
    private readonly HashSet<Lane> _aside = [];
    private readonly List<Replay> _replays = [];
    private EntryId _read = EntryId.Zero;

    public int Count { get; private set; }

    /// <summary>Entries that may still be added before consumers must catch up.</summary>
    public int Room => Math.Max(0, limits.CachedMax - Count);

    public IReadOnlyList<Replay> Replays => _replays;

    /// <summary>Streams whose consumers have caught up enough to get what was set aside.</summary>
    public Lane[] Hungry => [.. _aside.Where(lane => lane.Count <= LaneMax / 2)];

    /// <summary>The id after the newest entry that was read.</summary>
    public EntryId ReadBefore => _read.Next;

    /// <summary>A crowded partition gives each stream less, so that many hung consumers do not stop it either.</summary>
    private int LaneMax => Count < limits.CachedMax / 2 ? limits.LaneMax : Math.Max(1, limits.LaneMax / 16);

    public int GetMaxAddCount() => limits.ReadMax;

    /// <summary>Never: the receiver itself reads no more than there is room for, and goes on serving those who rewind.</summary>
    public bool IsUnderPressure() => false;

    public void AddToCache(IList<IBatchContainer> messages)
    {
        foreach (var batch in messages.Cast<StreamBatch>())
        {
            if (batch.OnlyWakes) continue;
            if (batch.Replay is { } replay)
            {
                replay.Add(batch);
                continue;
            }

            var lane = LaneOf(batch.StreamId);
            _read = EntryId.Max(_read, batch.Id);
            if (!batch.WasAside && lane.IsFull(LaneMax))
            {
                lane.SetAside(batch.Id);
                _aside.Add(lane);
                continue;
            }

            lane.Add(batch);
            _changed.Add(lane);
            Count++;
        }
    }

    public bool TryPurgeFromCache([NotNullWhen(true)] out IList<IBatchContainer>? purgedItems)
    {
        var settled = Settle();
        purgedItems = settled.Count == 0 ? null : [.. settled];
        return settled.Count > 0;
    }

    /// <summary>Takes out what all consumers of its stream have passed.</summary>
    public List<StreamBatch> Settle()
    {
        var settled = new List<StreamBatch>();
        foreach (var lane in _changed)
        {
            lane.Settle(settled);
            // A stream that was forgotten and met again has another lane by now.
            if (lane.IsIdle && _lanes.GetValueOrDefault(lane.Stream) == lane) _lanes.Remove(lane.Stream);
        }

        _changed.RemoveWhere(lane => lane.IsIdle || !lane.IsYoung);
        Count -= settled.Count;
        return settled;
    }

    public IQueueCacheCursor GetCacheCursor(StreamId streamId, StreamSequenceToken? token)
    {
        var lane = LaneOf(streamId);
        return Attached(lane, token is EntryToken place ? At(lane, place.Entry) : new LaneCursor(this, lane, _read, null, null));
    }

    public QueueCacheCursorResult<IQueueCacheCursor> TryGetCacheCursorAtPosition(StreamId streamId, StreamSubscriptionStartPosition startPosition)
    {
        if (startPosition is not StreamSubscriptionStartPosition.EarliestAvailable)
            return QueueCacheCursorResult<IQueueCacheCursor>.FromCursor(GetCacheCursor(streamId, null));
        var lane = LaneOf(streamId);
        return QueueCacheCursorResult<IQueueCacheCursor>.FromCursor(Attached(lane, At(lane, EntryId.Zero.Next)));
    }

    /// <summary>The partition has another holder: only where the consumers are stays known.</summary>
    public void Forget()
    {
        foreach (var lane in _lanes.Values) lane.Forget();
        _aside.Clear();
        Count = 0;
    }

    /// <summary>Says why an entry that a consumer has not taken is to be kept apart.</summary>
    public void Failed(StreamId stream, EntryId id, string reason)
    {
        if (_lanes.TryGetValue(stream, out var lane) && lane.FirstAfter(id.Previous) is { } batch && batch.Id == id) batch.Failure = reason;
    }

    /// <summary>See <see cref="Lane.Fetched"/>.</summary>
    public void Fetched(Lane lane, EntryId? last, bool end)
    {
        lane.Fetched(last, end);
        if (lane.AsideFrom is null) _aside.Remove(lane);
        // It may be idle now, or it has more to fetch.
        Moved(lane);
    }

    internal void End(Replay replay) => _replays.Remove(replay);

    internal void Moved(Lane lane)
    {
        _changed.Add(lane);
        moved();
    }

    private static LaneCursor Attached(Lane lane, LaneCursor cursor)
    {
        lane.Add(cursor);
        return cursor;
    }

    private LaneCursor At(Lane lane, EntryId entry)
    {
        // The agent replaces a cursor in the middle of a delivery: the new one goes on where the old one is.
        if (lane.Holding(entry) is { } held) return new LaneCursor(this, lane, held.Passed, held.HandOver(), held.Current);

        var floor = lane.Floor ?? _read.Next;
        if (entry >= floor) return new LaneCursor(this, lane, entry.Previous, null, null);
        var replay = new Replay(lane.Stream, entry, floor);
        _replays.Add(replay);
        moved();
        return new LaneCursor(this, lane, entry.Previous, replay, null);
    }

    private Lane LaneOf(StreamId stream)
    {
        if (!_lanes.TryGetValue(stream, out var lane)) _lanes[stream] = lane = new Lane(stream, limits.JoinSeconds);
        return lane;
    }
}
