namespace Orchestrator.Domain;

public enum EventTimeOutcome
{
    Read = 0,
    /// <summary>Before 2001-09-09 (10^9 s): no unit gives such a number for a time this system can have seen.</summary>
    TooSmall = 1,
    /// <summary>Beyond what a date can hold, in every unit.</summary>
    TooLarge = 2,
    /// <summary>More than <see cref="EventTime.FutureTolerance"/> ahead of the reader's clock.</summary>
    InFuture = 3,
}

/// <summary>Reads times as they come: Unix seconds, milliseconds, microseconds or nanoseconds, told apart by magnitude.</summary>
public static class EventTime
{
    /// <summary>How far another machine's clock may run ahead of ours.</summary>
    public static readonly TimeSpan FutureTolerance = TimeSpan.FromSeconds(5);

    private const long Seconds = 1_000_000_000;
    private const long Milliseconds = Seconds * 1_000;
    private const long Microseconds = Milliseconds * 1_000;
    private const long Nanoseconds = Microseconds * 1_000;

    /// <summary>Each unit owns the decades 10^9..10^12 of its seconds: 2001-09-09 to the year 33658, far wider than needed and without overlap.</summary>
    public static EventTimeOutcome TryRead(long unix, DateTimeOffset now, out DateTimeOffset at)
    {
        at = default;
        if (unix < Seconds) return EventTimeOutcome.TooSmall;
        var ticks = unix switch
        {
            < Milliseconds => (Int128)unix * TimeSpan.TicksPerSecond,
            < Microseconds => (Int128)unix * TimeSpan.TicksPerMillisecond,
            < Nanoseconds => (Int128)unix * TimeSpan.TicksPerMicrosecond,
            _ => unix / TimeSpan.NanosecondsPerTick,
        };
        if (ticks > DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks) return EventTimeOutcome.TooLarge;
        at = DateTimeOffset.UnixEpoch.AddTicks((long)ticks);
        return IsInFuture(at, now) ? EventTimeOutcome.InFuture : EventTimeOutcome.Read;
    }

    public static bool IsInFuture(DateTimeOffset at, DateTimeOffset now) => at - now > FutureTolerance;
}
