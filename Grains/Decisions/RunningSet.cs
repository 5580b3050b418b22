using Orchestrator.Domain;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Grains.Decisions;

/// <summary>One execution that holds a slot of the loop, or that only its capital still waits for.</summary>
internal sealed class Running(OpportunityId id)
{
    public OpportunityId Id { get; } = id;

    /// <summary>Null while the reservation is under way.</summary>
    public ExecutionCommand? Command { get; set; }

    /// <summary>
    /// Number of the decision that commanded it. Its saga is not driven before the journal has that decision, so that nothing is done of which a crash could
    /// leave no reason. 0: taken over, and therefore driven before.
    /// </summary>
    public long Decision { get; set; }

    /// <summary>True from confirmed commitment on: the slot is free, the capital is not.</summary>
    public bool Confirmed { get; set; }

    /// <summary>True while a call to the saga is under way: one at a time.</summary>
    public bool Driven { get; set; }

    /// <summary>Null until the saga was looked at.</summary>
    public ExecutionState? State { get; set; }

    public DateTimeOffset NextLook { get; set; }

    /// <summary>Looks in a row that ended in a fault.</summary>
    public int Faults { get; private set; }

    public void Looked() => Faults = 0;

    /// <summary>
    /// A look ended in a fault. The next waits twice as long as the one before, up to <see cref="PauseMax"/>: a store on a full device is not helped by being asked
    /// as often as a healthy one, and what it answers buries the log.
    /// </summary>
    /// <param name="interval">What a healthy saga waits between looks.</param>
    public void LookFailed(DateTimeOffset now, TimeSpan interval)
    {
        Faults++;
        var pause = interval * Math.Pow(2, Math.Min(Faults, DoublingsMax));
        NextLook = now + (interval > PauseMax ? interval : pause < PauseMax ? pause : PauseMax);
    }

    /// <summary>Market time. Short beside what an outage costs, for capital is bound while nobody looks.</summary>
    internal static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private const int DoublingsMax = 16;
}

/// <summary>What was taken and is not over. Bounded by the slots plus what waits for finality.</summary>
internal sealed class RunningSet(OrchestratorMetrics metrics, TimeProvider time, Func<int> slotsMax)
{
    // Ordered, because in event time the order in which sagas are driven must not depend on hashing.
    private readonly SortedDictionary<OpportunityId, Running> _all = [];

    public int Count => _all.Count;

    /// <summary>Slots in use.</summary>
    public int Slots { get; private set; }

    /// <summary>Last moment, on the real clock, at which every slot was taken.</summary>
    public long FullUntil { get; private set; }

    public IEnumerable<OpportunityId> Ids => _all.Keys;

    public bool Contains(OpportunityId id) => _all.ContainsKey(id);

    public Running Add(OpportunityId id)
    {
        var running = new Running(id);
        _all.Add(id, running);
        Slots++;
        metrics.Slots(1);
        return running;
    }

    /// <summary>Those whose saga should be looked at now; each is put off by <paramref name="interval"/>.</summary>
    /// <param name="writtenTo">The newest decision that the journal has.</param>
    public List<Running> Due(DateTimeOffset now, TimeSpan interval, long writtenTo)
    {
        List<Running> due = [];
        foreach (var running in _all.Values)
        {
            if (running.Command is null || running.Decision > writtenTo || running.Driven || running.NextLook > now) continue;
            running.NextLook = now + interval;
            due.Add(running);
        }

        return due;
    }

    public void Confirm(Running running)
    {
        if (running.Confirmed || !_all.ContainsKey(running.Id)) return;
        running.Confirmed = true;
        FreeSlot();
    }

    public bool Remove(OpportunityId id)
    {
        if (!_all.Remove(id, out var running)) return false;
        if (!running.Confirmed) FreeSlot();
        return true;
    }

    private void FreeSlot()
    {
        if (Slots >= slotsMax()) FullUntil = time.GetTimestamp();
        Slots--;
        metrics.Slots(-1);
    }
}
