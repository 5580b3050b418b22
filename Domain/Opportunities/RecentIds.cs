namespace Orchestrator.Domain.Opportunities;

/// <summary>
/// The newest ids that were decided, bounded: the oldest is forgotten first. Grows only as far as it is used, because fifty portfolios that decide little
/// must not each hold room for a hundred thousand. Mutable; belongs to one activation.
/// </summary>
public sealed class RecentIds
{
    private readonly HashSet<OpportunityId> known = [];
    private readonly Queue<OpportunityId> order = new();
    private readonly int capacity;

    /// <param name="capacity">At least 1.</param>
    public RecentIds(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        this.capacity = capacity;
    }

    public int Count => known.Count;

    public bool Contains(OpportunityId id) => known.Contains(id);

    /// <returns>False when it was known already.</returns>
    public bool Add(OpportunityId id)
    {
        if (!known.Add(id)) return false;
        // First out, then in: a full memory never grows for one id more.
        if (order.Count == capacity) known.Remove(order.Dequeue());
        order.Enqueue(id);
        return true;
    }
}
