using System.Diagnostics;
using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>The entries of one stream that are in memory, in order, the ids of those that left it unsettled, and the cursors of its consumers.</summary>
/// <remarks>Belongs to the turn of one pulling agent: nothing here is shared between threads.</remarks>
internal sealed class Lane(StreamId stream, double joinSeconds)
{
    /// <summary>A stream without any subscriber waits this many times as long for its first.</summary>
    private const int PatienceForFirst = 6;

    private readonly long _born = Stopwatch.GetTimestamp();
    private readonly List<StreamBatch> _batches = [];
    private readonly List<LaneCursor> _cursors = [];

    /// <summary>Left the memory and are not settled; the carrier holds no more of them than its partition may.</summary>
    private readonly Queue<EntryId> _released = new();

    /// <summary>Outlives <see cref="Forget"/>: the cursors do too, and pass what comes again without another try.</summary>
    private readonly Dictionary<EntryId, string> _failures = [];

    private bool _hadCursor;

    public StreamId Stream => stream;

    public bool IsIdle => _batches.Count == 0 && _cursors.Count == 0 && _released.Count == 0 && AsideFrom is null;

    public int Count => _batches.Count;

    /// <summary>The first entry that was read and left with the carrier, because the consumers are too far behind; null when none was.</summary>
    public EntryId? AsideFrom { get; private set; }

    /// <summary>From here on the lane has every entry of its stream that was read; null while it has seen none.</summary>
    public EntryId? Floor { get; private set; }

    /// <summary>The newest entry that left the memory: who has not passed it has some to fetch again. Null while none did.</summary>
    public EntryId? Gone { get; private set; }

    /// <summary>
    /// The agent makes a consumer's cursor only after it has asked the consumer. Until then an entry looks as if nobody wanted it, and settled
    /// then it would be lost with this silo.
    /// </summary>
    public bool IsYoung => Stopwatch.GetElapsedTime(_born) < Youth;

    /// <summary>The time stamp at which it is no longer young, unless a subscriber comes before.</summary>
    public long MatureAt => _born + (long)(Youth.TotalSeconds * Stopwatch.Frequency);

    private TimeSpan Youth => TimeSpan.FromSeconds(_hadCursor ? joinSeconds : joinSeconds * PatienceForFirst);

    /// <summary>What follows an entry that was set aside is set aside too, so that the order holds.</summary>
    public bool IsFull(int most) => AsideFrom is not null || _batches.Count >= most;

    public void Add(StreamBatch batch)
    {
        Floor ??= batch.Id;
        if (_failures.Remove(batch.Id, out var failure)) batch.Failure = failure;
        _batches.Add(batch);
    }

    public void Add(LaneCursor cursor)
    {
        _hadCursor = true;
        _cursors.Add(cursor);
    }

    public void Remove(LaneCursor cursor) => _cursors.Remove(cursor);

    public void SetAside(EntryId id) => AsideFrom ??= id;

    /// <summary>Everything up to <paramref name="last"/> was fetched again; nothing that was read follows it when <paramref name="end"/>.</summary>
    public void Fetched(EntryId? last, bool end) => AsideFrom = end || last is null ? null : last.Value.Next;

    /// <summary>A cursor that is about to be replaced while its consumer has the entry.</summary>
    public LaneCursor? Holding(EntryId id) => _cursors.Find(cursor => cursor.Current?.Id == id);

    public StreamBatch? FirstAfter(EntryId passed) => IndexAfter(passed) is var index && index < _batches.Count ? _batches[index] : null;

    /// <summary>Keeps why an entry was not taken until it is settled, wherever it is by then.</summary>
    /// <param name="always">False leaves an earlier reason.</param>
    public void Fail(EntryId id, string reason, bool always)
    {
        if (FirstAfter(id.Previous) is { } batch && batch.Id == id) batch.Failure = always ? reason : batch.Failure ?? reason;
        else if (_released.TryPeek(out var first) && id >= first && (always || !_failures.ContainsKey(id))) _failures[id] = reason;
    }

    /// <summary>Lets go of what every cursor has passed, and settles it when all subscribers are known; with no cursor there is nobody to wait for.</summary>
    public void Settle(List<Settled> settled)
    {
        if (_cursors.Count == 0)
        {
            if (IsYoung) return;
            Release(_batches.Count);
            Settle(settled, null);
            return;
        }

        var passed = _cursors[0].Passed;
        foreach (var cursor in _cursors) if (cursor.Passed < passed) passed = cursor.Passed;
        Release(IndexAfter(passed));
        // What was set aside waits for room, and a hung consumer must not keep its neighbours from it.
        if (AsideFrom is not null) Shed();
        if (!IsYoung) Settle(settled, passed);
    }

    /// <summary>Lets go of what only some consumers have passed: the others fetch it from the carrier when they come to it.</summary>
    public void Shed()
    {
        var passed = EntryId.Zero;
        foreach (var cursor in _cursors) passed = EntryId.Max(passed, cursor.Passed);
        Release(IndexAfter(passed));
    }

    /// <summary>Leaves with the carrier what no consumer has come to, beyond the first few entries.</summary>
    /// <returns>Whether anything was left.</returns>
    public bool Cut(int most)
    {
        var keep = most;
        foreach (var cursor in _cursors) keep = Math.Max(keep, IndexAfter(cursor.Current?.Id ?? cursor.Passed));
        if (keep >= _batches.Count) return false;
        AsideFrom = _batches[keep].Id;
        _batches.RemoveRange(keep, _batches.Count - keep);
        return true;
    }

    /// <summary>What was not settled comes again, from there or from here: only where the consumers are stays known, and what they did not take.</summary>
    public void Forget()
    {
        foreach (var batch in _batches) if (batch.Failure is { } failure) _failures[batch.Id] = failure;
        _batches.Clear();
        _released.Clear();
        (Floor, Gone, AsideFrom) = (null, null, null);
    }

    private void Release(int count)
    {
        if (count == 0) return;
        for (var i = 0; i < count; i++)
        {
            _released.Enqueue(_batches[i].Id);
            if (_batches[i].Failure is { } failure) _failures[_batches[i].Id] = failure;
        }

        var last = _batches[count - 1].Id;
        _batches.RemoveRange(0, count);
        (Gone, Floor) = (last, last.Next);
    }

    private void Settle(List<Settled> settled, EntryId? passed)
    {
        while (_released.TryPeek(out var id) && (passed is null || id <= passed))
        {
            _released.Dequeue();
            settled.Add(new Settled(id, _failures.Remove(id, out var failure) ? failure : null));
        }
    }

    private int IndexAfter(EntryId passed)
    {
        var (low, high) = (0, _batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_batches[middle].Id <= passed) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
