namespace Orchestrator.Silo.Feeds;

/// <summary>How far a session has come, for one driver that waits for it. Safe for the two.</summary>
internal sealed class SlotSteps
{
    private readonly Lock _gate = new();
    private ulong _over, _wanted;
    private TaskCompletionSource? _waiting;

    /// <summary>Everything that was told of this slot has been handled, and what came of it is published.</summary>
    public void Over(ulong slot)
    {
        lock (_gate)
        {
            _over = Math.Max(_over, slot);
            if (_waiting is null || _over < _wanted) return;
            _waiting.SetResult();
            _waiting = null;
        }
    }

    /// <summary>The newest slot that is over; 0 before the first.</summary>
    public ulong Newest
    {
        get
        {
            lock (_gate) return _over;
        }
    }

    /// <summary>Ends when this slot is over. A newer wait takes the place of an older one, whose session was lost or whose waiter has given up.</summary>
    public Task Until(ulong slot)
    {
        lock (_gate)
        {
            if (_over >= slot) return Task.CompletedTask;
            _waiting?.SetCanceled();
            _wanted = slot;
            _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }
}
