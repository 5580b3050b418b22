using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>
/// What one partition's holder keeps in memory, by stream. A consumer that is behind is the business of nobody else: what it has not passed is
/// left with the carrier as soon as others need the room, and fetched again when it comes to it.
/// </summary>
/// <remarks>
/// Settling is computed when the agent reads, never inside a cursor call: the agent disposes a cursor before it makes the next one, and between
/// the two a lane only looks as if nobody wanted it.
/// </remarks>
internal sealed class PartitionCache(PartitionLimits limits, Action moved) : IQueueCache
{
    /// <summary>A crowded partition gives each stream a part of what it gives otherwise.</summary>
    private const int CrowdedPart = 16;

    private readonly Dictionary<StreamId, Lane> _lanes = [];
    private readonly HashSet<Lane> _changed = [];
    private readonly HashSet<Lane> _aside = [];
    private readonly PriorityQueue<Lane, long> _maturing = new();
    private readonly List<Replay> _replays = [];
    private EntryId _read = EntryId.Zero;

    /// <summary>Entries in memory: at most <see cref="PartitionLimits.CachedMax"/> and one for each stream, and the last read.</summary>
    public int Count { get; private set; }

    /// <summary>Entries that were left with the carrier so far.</summary>
    public long SetAside { get; private set; }

    public IReadOnlyList<Replay> Replays => _replays;

    /// <summary>Streams whose consumers have caught up enough to get what was set aside.</summary>
    public Lane[] Hungry => _aside.Count == 0 ? [] : [.. _aside.Where(lane => lane.Count <= LaneMax / 2)];

    /// <summary>The id after the newest entry that was read.</summary>
    public EntryId ReadBefore => _read.Next;

    /// <summary>Entries of one stream that may be in memory now.</summary>
    public int LaneMax => Count < limits.CachedMax / 2 ? limits.LaneMax : Count < limits.CachedMax ? Crowded : 1;

    private int Crowded => Math.Max(1, limits.LaneMax / CrowdedPart);

    public int GetMaxAddCount() => limits.ReadMax;

    /// <summary>Never: what does not fit is left with the carrier, and the reading goes on for everybody else.</summary>
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

            Add(LaneOf(batch.StreamId), batch);
        }

        if (Count >= limits.CachedMax) Squeeze();
    }

    /// <summary>Never anything: the receiver settles by itself, also while it waits.</summary>
    public bool TryPurgeFromCache([NotNullWhen(true)] out IList<IBatchContainer>? purgedItems)
    {
        purgedItems = null;
        return false;
    }

    /// <summary>Takes out what all consumers of its stream have passed.</summary>
    public List<Settled> Settle()
    {
        for (var now = Stopwatch.GetTimestamp(); _maturing.TryPeek(out var grown, out var at) && at <= now;)
        {
            _maturing.Dequeue();
            if (grown.IsYoung) _maturing.Enqueue(grown, Math.Max(grown.MatureAt, now + 1));
            else _changed.Add(grown);
        }

        var settled = new List<Settled>();
        foreach (var lane in _changed)
        {
            var before = lane.Count;
            lane.Settle(settled);
            Count += lane.Count - before;
            // A stream that was forgotten and met again has another lane by now.
            if (lane.IsIdle && _lanes.GetValueOrDefault(lane.Stream) == lane) _lanes.Remove(lane.Stream);
        }

        _changed.Clear();
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

    /// <summary>What was not settled will be read again, there or here.</summary>
    public void Forget()
    {
        foreach (var lane in _lanes.Values) lane.Forget();
        _aside.Clear();
        Count = 0;
    }

    /// <summary>Says why an entry that a consumer has not taken is to be kept apart.</summary>
    public void Failed(StreamId stream, EntryId id, string reason)
    {
        if (_lanes.TryGetValue(stream, out var lane)) lane.Fail(id, reason, always: true);
    }

    /// <summary>See <see cref="Lane.Fetched"/>.</summary>
    public void Fetched(Lane lane, EntryId? last, bool end)
    {
        lane.Fetched(last, end);
        if (lane.AsideFrom is null) _aside.Remove(lane);
        // It may be idle now, or it has more to fetch.
        Moved(lane);
    }

    /// <summary>Begins to fetch for one cursor what is no longer in memory.</summary>
    internal Replay Begin(Lane lane, EntryId from, EntryId before)
    {
        var replay = new Replay(lane.Stream, from, before);
        _replays.Add(replay);
        moved();
        return replay;
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
        return new LaneCursor(this, lane, entry.Previous, entry >= floor ? null : Begin(lane, entry, floor), null);
    }

    private void Add(Lane lane, StreamBatch batch)
    {
        _read = EntryId.Max(_read, batch.Id);
        _changed.Add(lane);
        var before = lane.Count;
        if (!batch.WasAside && lane.IsFull(LaneMax)) lane.Shed();
        if (batch.WasAside || !lane.IsFull(LaneMax)) lane.Add(batch);
        else
        {
            lane.SetAside(batch.Id);
            _aside.Add(lane);
            SetAside++;
        }

        Count += lane.Count - before;
    }

    /// <summary>The memory is full of what consumers are behind with: each stream keeps less, and at last only one entry.</summary>
    private void Squeeze()
    {
        foreach (var most in (int[])[Crowded, 1])
        {
            if (Count < limits.CachedMax) return;
            foreach (var lane in _lanes.Values)
            {
                var before = lane.Count;
                lane.Shed();
                if (lane.Cut(most)) _aside.Add(lane);
                Count += lane.Count - before;
            }
        }
    }

    private Lane LaneOf(StreamId stream)
    {
        if (_lanes.TryGetValue(stream, out var known)) return known;
        var lane = _lanes[stream] = new Lane(stream, limits.JoinSeconds);
        // A first look when it is no longer young if somebody subscribed meanwhile, and a second one if nobody did.
        _maturing.Enqueue(lane, Stopwatch.GetTimestamp() + (long)(limits.JoinSeconds * Stopwatch.Frequency));
        return lane;
    }
}
