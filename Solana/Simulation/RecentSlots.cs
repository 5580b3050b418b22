using System.Collections.Immutable;

namespace Orchestrator.Solana.Simulation;

/// <summary>The last blocks that were told, for a server that asks from where it stands. The oldest leave first.</summary>
internal sealed class RecentSlots
{
    public const int Max = 512;

    private readonly Queue<VenueSlot> _told = [];

    public void Add(VenueSlot slot)
    {
        _told.Enqueue(slot);
        if (_told.Count > Max) _told.Dequeue();
    }

    public ImmutableArray<VenueSlot> After(ulong slot) => [.. _told.Where(one => one.Slot > slot)];
}
