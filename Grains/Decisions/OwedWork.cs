namespace Orchestrator.Grains.Decisions;

/// <summary>
/// What a take-over owes and trading does not wait for. Each piece is done once, in order; one that fails keeps no other from being done and is tried
/// again at a later tick, for as long as the activation lives.
/// Belongs to one activation: every call comes from its scheduler.
/// </summary>
internal sealed class OwedWork(TimeProvider time)
{
    /// <summary>Real time after a fault.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly List<Func<Task>> _pieces = [];
    private bool _underWay;
    private long? _failedAt;

    /// <summary>Something is owed, nobody is at it, and it has not failed just now.</summary>
    public bool IsDue => _pieces.Count > 0 && !_underWay && (_failedAt is not { } failed || time.GetElapsedTime(failed) >= Pause);

    /// <param name="piece">Changes nothing before the last thing that can fail: it is done again from its beginning.</param>
    public void Add(Func<Task> piece) => _pieces.Add(piece);

    /// <summary>Does what is left.</summary>
    /// <exception cref="AggregateException">Some failed; they stay owed.</exception>
    public async Task Do()
    {
        _underWay = true;
        var faults = new List<Exception>();
        // More may come while one is done.
        for (var at = 0; at < _pieces.Count;)
        {
            try
            {
                await _pieces[at]();
                _pieces.RemoveAt(at);
            }
            catch (Exception fault)
            {
                faults.Add(fault);
                at++;
            }
        }

        _underWay = false;
        _failedAt = faults.Count == 0 ? null : time.GetTimestamp();
        if (faults.Count > 0) throw new AggregateException("A take-over still owes work.", faults);
    }
}
