using Orchestrator.Domain.Breakers;

namespace Orchestrator.Domain.Capital;

public enum PauseOutcome
{
    Paused = 0,
    /// <summary>Paused already; the first reason stands.</summary>
    AlreadyPaused = 1,
    Resumed = 2,
    NotPaused = 3,
    /// <summary>An orchestrator that was replaced asked: it sees the world of before.</summary>
    OlderEpoch = 9,
    ReasonMissing = 10,
    /// <summary>The book would know more strategies than <see cref="Risk.RiskCeilings.Strategies"/>.</summary>
    TooManyStrategies = 11,
}

/// <summary>A paused strategy opens nothing new; what it runs ends, what it holds may be closed.</summary>
public static class Pausing
{
    public static (CapitalBook Next, PauseOutcome Outcome) PauseStrategy(this CapitalBook book, StrategyId strategy, Pause pause)
    {
        if (string.IsNullOrWhiteSpace(pause.Reason)) return (book, PauseOutcome.ReasonMissing);
        var account = book.Strategy(strategy);
        if (account.Pause is not null) return (book, PauseOutcome.AlreadyPaused);
        if (!book.Strategies.Contains(account) && book.Strategies.Length >= Risk.RiskCeilings.Strategies) return (book, PauseOutcome.TooManyStrategies);
        var next = account with { Pause = pause with { Reason = Halting.Cut(pause.Reason) } };
        return (book with { Strategies = book.Strategies.With(next), Sequence = book.Sequence + 1 }, PauseOutcome.Paused);
    }

    /// <summary>An orchestrator's own pause. One whose silo slept finds its feed silent when it wakes up; whoever replaced it hears it well.</summary>
    public static (CapitalBook Next, PauseOutcome Outcome) PauseStrategy(this CapitalBook book, Epoch epoch, StrategyId strategy, Pause pause) =>
        epoch < book.Epoch ? (book, PauseOutcome.OlderEpoch) : book.PauseStrategy(strategy, pause);

    /// <summary>The end of an orchestrator's own pause.</summary>
    public static (CapitalBook Next, PauseOutcome Outcome) ResumeStrategy(this CapitalBook book, Epoch epoch, StrategyId strategy) =>
        epoch < book.Epoch ? (book, PauseOutcome.OlderEpoch) : book.ResumeStrategy(strategy);

    /// <summary>Its run of losses starts anew, or the next loss would pause it again.</summary>
    public static (CapitalBook Next, PauseOutcome Outcome) ResumeStrategy(this CapitalBook book, StrategyId strategy)
    {
        var account = book.Strategy(strategy);
        if (account.Pause is null) return (book, PauseOutcome.NotPaused);
        var next = account with { Pause = null, LossRun = 0 };
        return (book with { Strategies = book.Strategies.With(next), Sequence = book.Sequence + 1 }, PauseOutcome.Resumed);
    }

    public static (CapitalBook Next, PauseOutcome Outcome) PauseAll(this CapitalBook book, Pause pause)
    {
        if (string.IsNullOrWhiteSpace(pause.Reason)) return (book, PauseOutcome.ReasonMissing);
        if (book.AllPaused is not null) return (book, PauseOutcome.AlreadyPaused);
        var next = pause with { Reason = Halting.Cut(pause.Reason) };
        return (book with { AllPaused = next, Sequence = book.Sequence + 1 }, PauseOutcome.Paused);
    }

    public static (CapitalBook Next, PauseOutcome Outcome) ResumeAll(this CapitalBook book) => book.AllPaused is null
        ? (book, PauseOutcome.NotPaused)
        : (book with { AllPaused = null, Breakers = book.Breakers with { LossRun = 0 }, Sequence = book.Sequence + 1 }, PauseOutcome.Resumed);
}
