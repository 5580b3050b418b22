using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Breakers;

public enum HaltCause
{
    Operator = 0,
    Drawdown = 1,
    DailyLoss = 2,
    HourlyLoss = 3,
    /// <summary>Book and chain differ.</summary>
    Reconciliation = 4,
    /// <summary>An equation of the book does not hold.</summary>
    Conservation = 5,
    /// <summary>The store is emptier or older than what is known of it (I10).</summary>
    Store = 6,
    /// <summary>A live lease lapsed.</summary>
    LeaseLapsed = 7,
}

/// <summary>The figures breakers judge by, in lamports of value.</summary>
[GenerateSerializer, Immutable, Alias("breaker-figures")]
public sealed record BreakerFigures(
    [property: Id(0)] Lamports Equity,
    [property: Id(1)] Lamports Peak,
    [property: Id(2)] Lamports DayOpening,
    [property: Id(3)] Lamports HourlyNet,
    [property: Id(4)] Lamports Available,
    [property: Id(5)] Lamports Reserved,
    [property: Id(6)] Lamports Held,
    [property: Id(7)] int OpenReservations,
    [property: Id(8)] int OpenPositions);

/// <summary>What stopped trading. It latches: only an operator lifts it, with a reason.</summary>
/// <param name="Detail">Says what tripped, with both sides of the comparison.</param>
/// <param name="By">Who: the breaker's name, or the operator.</param>
[GenerateSerializer, Immutable, Alias("halt")]
public sealed record Halt(
    [property: Id(0)] HaltCause Cause,
    [property: Id(1)] string Detail,
    [property: Id(2)] string By,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] BreakerFigures Figures);

public enum PauseCause
{
    Operator = 0,
    LossRun = 1,
    ExecutionFailures = 2,
    StaleFeed = 3,
    Learning = 4,
}

/// <summary>Why a strategy, or all of them, open nothing new for now.</summary>
[GenerateSerializer, Immutable, Alias("pause")]
public sealed record Pause(
    [property: Id(0)] PauseCause Cause, [property: Id(1)] string Reason, [property: Id(2)] DateTimeOffset At)
{
    /// <summary>
    /// A silence ends with the first word after it. Two watches with bounds of their own look at one feed: that one of them does not call it silent yet lifts
    /// nothing that the other paused.
    /// </summary>
    /// <param name="heard">When the feed spoke last.</param>
    public bool IsSilenceEndedBy(DateTimeOffset? heard) => Cause == PauseCause.StaleFeed && heard >= At;
}

/// <summary>Realised change of one minute, in lamports of value.</summary>
[GenerateSerializer, Immutable, Alias("minute-result")]
public readonly record struct MinuteResult([property: Id(0)] long Minute, [property: Id(1)] Lamports Net);

/// <summary>What the loss breakers remember inside the book.</summary>
/// <param name="Peak">Highest equity since the last re-base; deposits and withdrawals shift it.</param>
/// <param name="Day">Days since 1970-01-01 UTC that <paramref name="DayOpening"/> belongs to.</param>
/// <param name="LastHour">At most 61 minutes, oldest first.</param>
/// <param name="LossRun">Losing results in a row over all strategies.</param>
[GenerateSerializer, Immutable, Alias("breaker-memory")]
public sealed record BreakerMemory(
    [property: Id(0)] Lamports Peak,
    [property: Id(1)] int Day,
    [property: Id(2)] Lamports DayOpening,
    [property: Id(3)] ImmutableArray<MinuteResult> LastHour,
    [property: Id(4)] int LossRun)
{
    public static readonly BreakerMemory Empty = new(Lamports.Zero, 0, Lamports.Zero, [], 0);
}
