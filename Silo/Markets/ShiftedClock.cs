namespace Orchestrator.Silo.Markets;

/// <summary>
/// Real time, behind by as long as the simulated market stood still: a market that nobody ran while the process was down must not have
/// moved meanwhile. Time stamps and timers stay on the system's clock.
/// </summary>
internal sealed class ShiftedClock(TimeSpan behind) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - behind;
}
