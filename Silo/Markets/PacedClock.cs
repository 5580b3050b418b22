namespace Orchestrator.Silo.Markets;

/// <summary>
/// The time of a simulated market that runs in real time: from where the market stood, at the pace of real time. It does not look at the wall clock, which may be set: a market must not
/// leap by the hour by which an operator is wrong, nor must it have moved while nobody ran it. Timers stay on the system's clock.
/// </summary>
/// <param name="market">When it is on the market.</param>
/// <param name="pace">Whose time stamps are followed.</param>
internal sealed class PacedClock(DateTimeOffset market, TimeProvider pace) : TimeProvider
{
    private readonly long _begun = pace.GetTimestamp();
    private long _beginning = market.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(Volatile.Read(ref _beginning), TimeSpan.Zero) + pace.GetElapsedTime(_begun);

    /// <summary>
    /// Never shows less than the market does. Silos that share a market and met it at different moments would else tell different times, and where the slower one takes over,
    /// the market would stand still until its clock is there.
    /// </summary>
    public void Follow(DateTimeOffset market)
    {
        var needed = (market - pace.GetElapsedTime(_begun)).UtcTicks;
        for (var seen = Volatile.Read(ref _beginning); needed > seen;)
        {
            var found = Interlocked.CompareExchange(ref _beginning, needed, seen);
            if (found == seen) return;
            seen = found;
        }
    }
}
