namespace Orchestrator.Silo.Markets;

/// <summary>
/// Real time, behind by as long as the simulated market stood still: a market that nobody ran while the process was down must not have
/// moved meanwhile. Time stamps and timers stay on the system's clock.
/// </summary>
internal sealed class ShiftedClock(TimeSpan behind) : TimeProvider
{
    private long _behind = behind.Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - TimeSpan.FromTicks(Volatile.Read(ref _behind));

    /// <summary>
    /// Never shows less than the market does. Silos that share a market and met it at different moments would else tell different times, and where the slower one takes over,
    /// the market would stand still until its clock is there.
    /// </summary>
    public void Follow(DateTimeOffset market)
    {
        var needed = (System.GetUtcNow() - market).Ticks;
        for (var seen = Volatile.Read(ref _behind); needed < seen;)
        {
            var found = Interlocked.CompareExchange(ref _behind, needed, seen);
            if (found == seen) return;
            seen = found;
        }
    }
}
