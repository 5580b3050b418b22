namespace Orchestrator.Domain.Opportunities;

/// <summary>
/// A binary heap whose members know their place, so that any of them leaves in O(log n). Eight bytes a member, where a tree would take a node of
/// forty-eight. Mutable; belongs to one queue.
/// </summary>
/// <param name="order">Total: no two members are equal in it.</param>
/// <param name="number">Which of the heaps of its queue it is, from 0.</param>
internal sealed class OpportunityHeap(IComparer<QueuedOpportunity> order, int number)
{
    /// <summary>Heaps that one opportunity can be in at the same time.</summary>
    public const int Heaps = 3;

    private QueuedOpportunity[] members = [];

    public int Count { get; private set; }

    /// <summary>The first in order; null when there is none.</summary>
    public QueuedOpportunity? First => Count == 0 ? null : members[0];

    /// <param name="capacity">What the queue can hold at most: room beyond it is never made.</param>
    public void Add(QueuedOpportunity one, int capacity)
    {
        if (Count == members.Length) Array.Resize(ref members, Math.Min(capacity, Math.Max(16, members.Length * 2)));
        Rise(one, Count++);
    }

    public void Remove(QueuedOpportunity one)
    {
        var hole = one.PlaceIn(number);
        var last = members[--Count];
        members[Count] = null!;
        if (ReferenceEquals(last, one)) return;
        // The last one takes its place, and from there goes up or down.
        if (hole > 0 && order.Compare(last, members[(hole - 1) / 2]) < 0) Rise(last, hole);
        else Sink(last, hole);
    }

    public void Clear()
    {
        Array.Clear(members, 0, Count);
        Count = 0;
    }

    /// <summary>In order, without changing anything. O(k log k) for the first k.</summary>
    public IEnumerable<QueuedOpportunity> InOrder()
    {
        if (Count == 0) yield break;
        var next = new PriorityQueue<int, QueuedOpportunity>(order);
        next.Enqueue(0, members[0]);
        while (next.TryDequeue(out var at, out var one))
        {
            yield return one;
            for (var child = 2 * at + 1; child <= 2 * at + 2 && child < Count; child++) next.Enqueue(child, members[child]);
        }
    }

    private void Rise(QueuedOpportunity one, int at)
    {
        while (at > 0)
        {
            var above = (at - 1) / 2;
            if (order.Compare(one, members[above]) >= 0) break;
            Put(members[above], at);
            at = above;
        }

        Put(one, at);
    }

    private void Sink(QueuedOpportunity one, int at)
    {
        for (var child = 2 * at + 1; child < Count; child = 2 * at + 1)
        {
            if (child + 1 < Count && order.Compare(members[child + 1], members[child]) < 0) child++;
            if (order.Compare(one, members[child]) <= 0) break;
            Put(members[child], at);
            at = child;
        }

        Put(one, at);
    }

    private void Put(QueuedOpportunity one, int at)
    {
        members[at] = one;
        one.PlaceIn(number) = at;
    }
}
