namespace Orchestrator.Silo.EventTime;

/// <summary>
/// The clock of a replay or demo: stands still until its one owner, the driver, moves it on. Time stamps for latencies
/// (<see cref="TimeProvider.GetTimestamp"/>) stay on the real clock, so that a slow machine is seen even when the market's time is not.
/// </summary>
public sealed class EventClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <exception cref="ArgumentOutOfRangeException">Time never goes back.</exception>
    public void MoveTo(DateTimeOffset moment)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(moment.UtcTicks, Volatile.Read(ref _ticks));
        Volatile.Write(ref _ticks, moment.UtcTicks);
    }

    /// <summary>Nothing may wait for market time by a timer: the driver would move on without it.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException("In event time the driver ticks; nothing waits by itself.");
}
