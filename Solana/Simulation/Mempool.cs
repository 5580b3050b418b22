using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>A transaction on its way to a leader.</summary>
internal sealed record Pending(Signature Id, PreparedMessage Prepared, ulong LandsAt);

/// <summary>
/// What was sent and has not landed. What becomes of a transaction is drawn from its message and the slot it was sent in,
/// so the order of arrival inside a slot has no influence; the same bytes twice are one transaction.
/// </summary>
internal sealed class Mempool(VenueSettings settings)
{
    private readonly Chance _chance = new(settings.Seed);
    private readonly Dictionary<Signature, Pending> _pending = [];

    public int Count => _pending.Count;

    public IEnumerable<Pending> Everything => _pending.Values;

    /// <summary>False when there is no room.</summary>
    public bool Add(Signature id, PreparedMessage prepared, ulong slot)
    {
        if (_chance.Hits(settings.Chain.LostPpm, Purpose.Lost, prepared.Hash, slot)) return true;
        var landsAt = slot + 1 + Delay(prepared.Hash, slot);
        if (_pending.TryGetValue(id, out var earlier))
        {
            if (landsAt < earlier.LandsAt) _pending[id] = earlier with { LandsAt = landsAt };
            return true;
        }

        if (_pending.Count >= settings.Chain.MempoolMax) return false;
        _pending.Add(id, new Pending(id, prepared, landsAt));
        return true;
    }

    /// <summary>Removes and returns what reaches the leader of this slot, in no particular order.</summary>
    public List<Pending> TakeDue(ulong slot)
    {
        var due = _pending.Values.Where(p => p.LandsAt <= slot).ToList();
        foreach (var pending in due) _pending.Remove(pending.Id);
        return due;
    }

    private ulong Delay(ulong hash, ulong slot)
    {
        if (!_chance.Hits(settings.Chain.LatePpm, Purpose.Late, hash, slot)) return 0;
        return (ulong)Chance.Between(_chance.Draw(Purpose.Late, hash, slot, 1), 1, settings.Chain.LateSlotsMax);
    }
}
