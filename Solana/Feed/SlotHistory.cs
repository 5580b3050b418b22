using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Solana.Feed;

/// <summary>How far a slot came, as far as the feed told.</summary>
public enum SlotStage
{
    Seen,
    Processed,
    Confirmed,
    Finalized,

    /// <summary>Its fork was left: nothing that happened in it happened.</summary>
    Dead,
}

/// <summary>The newest slots and what became of them. Bounded: the oldest are forgotten first.</summary>
public sealed class SlotHistory(int slotsMax = SlotHistory.SlotsMaxDefault)
{
    public const int SlotsMaxDefault = 4_096;

    private readonly SortedDictionary<ulong, SlotStage> _slots = [];

    public ulong? First { get; private set; }

    public ulong? Last { get; private set; }

    /// <summary>How often a message named a slot lower than one before it.</summary>
    public long WentBack { get; private set; }

    public long Dead { get; private set; }

    /// <summary>Newest slot that is final; zero while none is known.</summary>
    public ulong Finalized { get; private set; }

    public IReadOnlyDictionary<ulong, SlotStage> Slots => _slots;

    public int Count(SlotStage stage) => _slots.Values.Count(reached => reached == stage);

    /// <summary>Slots between the oldest and the newest kept of which nothing was heard.</summary>
    public ulong Skipped => _slots.Count == 0 ? 0 : _slots.Keys.Last() - _slots.Keys.First() + 1 - (ulong)_slots.Count;

    public SlotStage? StageOf(ulong slot) => _slots.TryGetValue(slot, out var stage) ? stage : null;

    /// <summary>A message that belongs to this slot.</summary>
    public void See(ulong slot) => Reach(slot, SlotStage.Seen);

    /// <returns>True when the slot is dead and was not before.</returns>
    public bool Reach(ulong slot, SlotStatus status) => Reach(slot, status switch
    {
        SlotStatus.SlotProcessed => SlotStage.Processed,
        SlotStatus.SlotConfirmed => SlotStage.Confirmed,
        SlotStatus.SlotFinalized => SlotStage.Finalized,
        SlotStatus.SlotDead => SlotStage.Dead,
        _ => SlotStage.Seen,
    });

    private bool Reach(ulong slot, SlotStage stage)
    {
        if (Last is { } newest && slot < newest && stage == SlotStage.Seen && !_slots.ContainsKey(slot)) WentBack++;
        First = First is { } first && first <= slot ? first : slot;
        Last = Last is { } last && last >= slot ? last : slot;
        var known = _slots.TryGetValue(slot, out var before);
        // A finalized slot stays, and a stage is never taken back: a server that says so lies or repeats itself.
        if (known && (before >= stage || before == SlotStage.Finalized)) return false;
        _slots[slot] = stage;
        if (stage == SlotStage.Finalized) Finalized = Math.Max(Finalized, slot);
        if (_slots.Count > slotsMax) _slots.Remove(_slots.Keys.First());
        if (stage != SlotStage.Dead) return false;
        Dead++;
        return true;
    }
}
