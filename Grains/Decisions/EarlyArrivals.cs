using Orchestrator.Domain.Opportunities;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// What the channels tell of the time before a take-over, while it is not known yet which of it has a decision: a channel tells again what its holder had not settled. What is from after the
/// take-over was decided by nobody and need not wait.
/// Belongs to one activation: every call comes from its scheduler.
/// </summary>
/// <param name="capacity">Opportunities that are kept; of more the newest.</param>
internal sealed class EarlyArrivals(int capacity)
{
    private readonly Queue<Opportunity> _kept = new();
    private DateTimeOffset? _takenOver;

    public void Begin(DateTimeOffset takenOver) => _takenOver = takenOver;

    /// <returns>False when it may be offered at once.</returns>
    public bool Keeps(Opportunity opportunity)
    {
        if (_takenOver is not { } takenOver || opportunity.CreatedAt > takenOver) return false;
        _kept.Enqueue(opportunity);
        if (_kept.Count > capacity) _kept.Dequeue();
        return true;
    }

    /// <returns>What was kept, in the order it came. Nothing is kept any more.</returns>
    public Opportunity[] End()
    {
        _takenOver = null;
        Opportunity[] kept = [.. _kept];
        _kept.Clear();
        return kept;
    }
}
