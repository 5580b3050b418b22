using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Live;

/// <summary>The right to trade with real money for a while. Without one nothing is planned; when it ends trading winds down and halts.</summary>
/// <param name="Cap">Most own capital that may be reserved at once, lamports of value.</param>
/// <param name="MaxLoss">Fall of equity since it was armed that ends it, lamports of value.</param>
/// <param name="EquityWhenArmed">What the loss is reckoned from; a renewal does not move it.</param>
[GenerateSerializer, Immutable, Alias("live-lease")]
public sealed record LiveLease(
    [property: Id(0)] Lamports Cap,
    [property: Id(1)] Lamports MaxLoss,
    [property: Id(2)] DateTimeOffset Until,
    [property: Id(3)] Lamports EquityWhenArmed,
    [property: Id(4)] DateTimeOffset ArmedAt,
    [property: Id(5)] string By)
{
    /// <summary>No setting and no operator goes beyond these: compiled in.</summary>
    public static readonly Lamports CapMax = new(100 * Lamports.PerSol);

    public static readonly TimeSpan DurationMin = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan DurationMax = TimeSpan.FromHours(24);

    /// <summary>After its end only what lowers exposure is planned; after this the book halts.</summary>
    public static readonly TimeSpan WindDown = TimeSpan.FromSeconds(60);

    public LeaseStanding StandingAt(DateTimeOffset now, Lamports equity) =>
        EquityWhenArmed - equity >= MaxLoss ? LeaseStanding.LossReached
        : now < Until ? LeaseStanding.Armed
        : now < Until + WindDown ? LeaseStanding.WindingDown
        : LeaseStanding.Lapsed;
}

public enum LeaseStanding
{
    Armed = 0,
    /// <summary>REDUCING: only trades that lower exposure.</summary>
    WindingDown = 1,
    Lapsed = 2,
    LossReached = 3,
}

/// <summary>Refusals are checked in the order of their numbers.</summary>
public enum LeaseOutcome
{
    Armed = 0,
    Renewed = 1,
    Disarmed = 2,
    /// <summary>Not a positive cap up to the ceiling.</summary>
    CapOutOfRange = 10,
    /// <summary>Not positive, or more than the cap.</summary>
    LossOutOfRange = 11,
    DurationOutOfRange = 12,
    /// <summary>There is none to renew or to disarm.</summary>
    NotArmed = 13,
    /// <summary>One holds already: renew it, or disarm it first.</summary>
    AlreadyArmed = 14,
}

/// <summary>How a lease begins, goes on and ends. Pure.</summary>
public static class Leasing
{
    public static (LiveLease? Next, LeaseOutcome Outcome) Arm(
        LiveLease? current, Lamports cap, Lamports maxLoss, TimeSpan duration, Lamports equity, string by, DateTimeOffset now)
    {
        if (cap <= Lamports.Zero || cap > LiveLease.CapMax) return (current, LeaseOutcome.CapOutOfRange);
        if (maxLoss <= Lamports.Zero || maxLoss > cap) return (current, LeaseOutcome.LossOutOfRange);
        if (!IsInRange(duration)) return (current, LeaseOutcome.DurationOutOfRange);
        if (current is not null && current.StandingAt(now, equity) == LeaseStanding.Armed) return (current, LeaseOutcome.AlreadyArmed);
        return (new LiveLease(cap, maxLoss, now + duration, equity, now, by), LeaseOutcome.Armed);
    }

    /// <summary>From now on, not from its old end: nobody piles up days. What has lapsed is armed again, not renewed.</summary>
    public static (LiveLease? Next, LeaseOutcome Outcome) Renew(LiveLease? current, TimeSpan duration, Lamports equity, DateTimeOffset now)
    {
        if (!IsInRange(duration)) return (current, LeaseOutcome.DurationOutOfRange);
        if (current is null || current.StandingAt(now, equity) != LeaseStanding.Armed) return (current, LeaseOutcome.NotArmed);
        return (current with { Until = now + duration }, LeaseOutcome.Renewed);
    }

    private static bool IsInRange(TimeSpan duration) => duration >= LiveLease.DurationMin && duration <= LiveLease.DurationMax;
}
