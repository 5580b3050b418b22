namespace Orchestrator.Domain.Opportunities;

/// <summary>The newest ids that were decided, bounded: the oldest is forgotten first. Mutable; belongs to one activation.</summary>
public sealed class RecentIds
{
    private readonly HashSet<OpportunityId> known;
    private readonly OpportunityId[] ring;
    private int next;

    /// <param name="capacity">At least 1.</param>
    public RecentIds(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ring = new OpportunityId[capacity];
        known = new HashSet<OpportunityId>(capacity);
    }

    public int Count => known.Count;

    public bool Contains(OpportunityId id) => known.Contains(id);

    /// <returns>False when it was known already.</returns>
    public bool Add(OpportunityId id)
    {
        if (!known.Add(id)) return false;
        if (known.Count > ring.Length) known.Remove(ring[next]);
        ring[next] = id;
        next = (next + 1) % ring.Length;
        return true;
    }
}
