using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Capital;

public enum HaltOutcome
{
    Halted = 0,
    /// <summary>It is halted already; the first cause stands.</summary>
    AlreadyHalted = 1,
    Resumed = 2,
    NotHalted = 3,
    /// <summary>A halt and its end need a reason and a name.</summary>
    ReasonMissing = 10,
}

/// <summary>Stops trading until an operator says otherwise.</summary>
public static class Halting
{
    /// <summary>Longest reason kept, in characters; the rest is cut, because the book is written whole at every commit.</summary>
    public const int ReasonLengthMax = 500;

    public static (CapitalBook Next, HaltOutcome Outcome) StopTrading(
        this CapitalBook book, HaltCause cause, string reason, string by, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(reason) || string.IsNullOrWhiteSpace(by)) return (book, HaltOutcome.ReasonMissing);
        if (book.Halt is not null) return (book, HaltOutcome.AlreadyHalted);
        var halt = new Halt(cause, Cut(reason), Cut(by), now, book.Figures());
        return (book with { Halt = halt, Sequence = book.Sequence + 1 }, HaltOutcome.Halted);
    }

    /// <summary>
    /// Lifts a halt. Peak and opening equity become today's equity, the hour and the loss runs start anew, and pauses made by loss runs end:
    /// without that, the same figures would trip again at once.
    /// </summary>
    public static (CapitalBook Next, HaltOutcome Outcome) Resume(this CapitalBook book, string reason, string by, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(reason) || string.IsNullOrWhiteSpace(by)) return (book, HaltOutcome.ReasonMissing);
        if (book.Halt is null) return (book, HaltOutcome.NotHalted);
        var today = book.RollDay(now);
        var equity = today.Equity();
        return (today with
        {
            Sequence = book.Sequence + 1,
            Halt = null,
            AllPaused = today.AllPaused is { Cause: PauseCause.LossRun } ? null : today.AllPaused,
            Strategies = [.. today.Strategies.Select(account => account with { LossRun = 0, Pause = account.Pause is { Cause: PauseCause.LossRun } ? null : account.Pause })],
            Breakers = new BreakerMemory(equity, today.Breakers.Day, equity, [], 0),
        }, HaltOutcome.Resumed);
    }

    /// <summary>A reason or a name as the book keeps it.</summary>
    public static string Cut(string text) => text.Length <= ReasonLengthMax ? text : text[..ReasonLengthMax];
}
