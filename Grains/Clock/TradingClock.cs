namespace Orchestrator.Grains.Clock;

/// <summary>
/// The one clock of the trade. Real time in a running system; a driver's time in replay and demo. Kept apart from the host's
/// <see cref="TimeProvider"/>, so that timers, retries and leases of the cluster go on by the system clock.
/// </summary>
public sealed class TradingClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();
}
