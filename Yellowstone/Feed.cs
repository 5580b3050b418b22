using System.Threading.Channels;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Yellowstone;

/// <summary>What a validator's plugin has seen, in order, as far back as it is kept. Thread-safe.</summary>
public sealed class Feed(int slotsKept = 1_000)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<ulong, List<SubscribeUpdate>> _bySlot = [];
    private readonly Dictionary<ulong, HashSet<SlotStatus>> _statuses = [];
    private readonly List<SubscribeUpdate> _log = [];
    private readonly HashSet<ChannelWriter<bool>> _readers = [];
    private long _first;

    /// <summary>The oldest slot that can be replayed; null while there is none.</summary>
    public ulong? FirstAvailable
    {
        get
        {
            lock (_gate) return _bySlot.Count == 0 ? null : _bySlot.Keys.First();
        }
    }

    /// <summary>Position behind the newest update.</summary>
    public long End
    {
        get
        {
            lock (_gate) return _first + _log.Count;
        }
    }

    /// <summary>Position of the oldest update kept.</summary>
    public long Begin
    {
        get
        {
            lock (_gate) return _first;
        }
    }

    /// <summary>Adds what happened. Pings and pongs of a recording belong to its connection and are left out.</summary>
    public void Publish(params IEnumerable<SubscribeUpdate> updates)
    {
        lock (_gate)
        {
            foreach (var update in updates)
                if (UpdateSlot.Of(update) is { } slot) Add(slot, update);
            foreach (var reader in _readers) reader.TryWrite(true);
        }
    }

    /// <summary>The update at a position; null at the end.</summary>
    /// <exception cref="LaggedException">The position is no longer kept.</exception>
    public SubscribeUpdate? At(long position)
    {
        lock (_gate)
        {
            if (position < _first) throw new LaggedException();
            return position < _first + _log.Count ? _log[(int)(position - _first)] : null;
        }
    }

    /// <summary>All updates of a slot but its statuses.</summary>
    public IReadOnlyList<SubscribeUpdate> DataOf(ulong slot)
    {
        lock (_gate)
        {
            return _bySlot.TryGetValue(slot, out var updates)
                ? [.. updates.Where(update => update.UpdateOneofCase != SubscribeUpdate.UpdateOneofOneofCase.Slot)]
                : [];
        }
    }

    /// <summary>The newest slot that has reached a status; 0 when none has.</summary>
    public ulong NewestSlot(SlotStatus status)
    {
        lock (_gate) return _statuses.Where(slot => slot.Value.Contains(status)).Select(slot => slot.Key).DefaultIfEmpty().Max();
    }

    internal void Join(ChannelWriter<bool> wake)
    {
        lock (_gate) _readers.Add(wake);
    }

    internal void Leave(ChannelWriter<bool> wake)
    {
        lock (_gate) _readers.Remove(wake);
    }

    private void Add(ulong slot, SubscribeUpdate update)
    {
        if (!_bySlot.TryGetValue(slot, out var updates)) _bySlot.Add(slot, updates = []);
        updates.Add(update);
        if (update.UpdateOneofCase == SubscribeUpdate.UpdateOneofOneofCase.Slot)
        {
            if (!_statuses.TryGetValue(slot, out var statuses)) _statuses.Add(slot, statuses = []);
            statuses.Add(update.Slot.Status);
        }

        _log.Add(update);
        while (_bySlot.Count > slotsKept) Forget(_bySlot.Keys.First());
    }

    private void Forget(ulong slot)
    {
        _bySlot.Remove(slot);
        _statuses.Remove(slot);
        // Statuses of a slot come later than its data; the log is cut behind the last update older than what is kept.
        var cut = _log.FindIndex(update => UpdateSlot.Of(update) > slot);
        if (cut <= 0) return;
        _log.RemoveRange(0, cut);
        _first += cut;
    }
}

/// <summary>A reader fell behind what is kept.</summary>
public sealed class LaggedException() : Exception("lagged to receive geyser messages");
