namespace Orchestrator.Grains.Channels;

/// <summary>The newest event ids, bounded: the oldest is forgotten first. Grows only as far as it is used.</summary>
internal sealed class EventMemory(int capacity)
{
    private readonly HashSet<Guid> known = [];
    private readonly Queue<Guid> order = new();

    public bool Contains(Guid id) => known.Contains(id);

    public void Add(Guid id)
    {
        if (!known.Add(id)) return;
        order.Enqueue(id);
        if (order.Count > capacity) known.Remove(order.Dequeue());
    }
}
