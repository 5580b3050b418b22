using System.Collections.Immutable;
using Orleans;

namespace Orchestrator.Domain.Learning;

public enum LearningMode
{
    /// <summary>Changes apply at once.</summary>
    Auto = 0,
    /// <summary>Changes wait for an operator.</summary>
    Propose = 1,
    /// <summary>No change.</summary>
    Frozen = 2,
}

/// <summary>What a change of weight was based on.</summary>
[GenerateSerializer, Immutable, Alias("learning-evidence")]
public sealed record LearningEvidence(
    [property: Id(0)] int Outcomes,
    [property: Id(1)] int Wins,
    [property: Id(2)] double WinRate,
    [property: Id(3)] double ProfitFactor,
    [property: Id(4)] double Performance,
    [property: Id(5)] double Calibration)
{
    public static LearningEvidence Of(OutcomeWindow window) =>
        new(window.Count, window.Wins, window.WinRate, window.ProfitFactor, window.Performance, window.Calibration);
}

public enum WeightChangeState
{
    Proposed = 0,
    Applied = 1,
    RolledBack = 2,
    /// <summary>A newer proposal took its place before anyone accepted it.</summary>
    Superseded = 3,
}

[GenerateSerializer, Immutable, Alias("weight-change")]
public sealed record WeightChange(
    [property: Id(0)] int Number,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] decimal From,
    [property: Id(3)] decimal To,
    [property: Id(4)] LearningEvidence Evidence,
    [property: Id(5)] WeightChangeState State);

public enum LearningOutcome
{
    Changed = 0,
    Proposed = 1,
    /// <summary>Less than the period has passed since the last look.</summary>
    NotDue = 2,
    Frozen = 3,
    /// <summary>Fewer than <see cref="StrategyWeight.OutcomesMin"/> outcomes.</summary>
    TooFewOutcomes = 4,
    /// <summary>Performance is neither high nor low, or the weight is at its bound.</summary>
    NoChange = 5,
    Accepted = 6,
    RolledBack = 7,
    NoSuchChange = 10,
    /// <summary>Only a proposal can be accepted, only the last applied change rolled back.</summary>
    NotPossible = 11,
}

/// <summary>One strategy's learned weight, with the history of its changes.</summary>
/// <param name="Configured">From the settings; the learned weight stays within half and one and a half of it.</param>
/// <param name="History">Oldest first, at most <see cref="HistoryMax"/>.</param>
[GenerateSerializer, Immutable, Alias("strategy-weight")]
public sealed record StrategyWeight(
    [property: Id(0)] decimal Configured,
    [property: Id(1)] decimal Learned,
    [property: Id(2)] DateTimeOffset? LookedAt,
    [property: Id(3)] int NextNumber,
    [property: Id(4)] ImmutableArray<WeightChange> History)
{
    public const int OutcomesMin = 10;
    public const int HistoryMax = 100;
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    public static StrategyWeight Of(decimal configured) => new(configured, configured, null, 1, []);

    public decimal Factor => Configured == 0 ? 1 : Learned / Configured;

    public WeightChange? Proposal => History.LastOrDefault(change => change.State == WeightChangeState.Proposed);
}

/// <summary>Raises what earns and lowers what does not, slowly and within bounds.</summary>
public static class Adaptation
{
    private const double High = 1.5;
    private const double Low = 0.5;
    private const decimal Step = 0.1m;

    /// <summary>Looks at the window, at most once a period.</summary>
    public static (StrategyWeight Next, LearningOutcome Outcome) Adapt(
        this StrategyWeight weight, OutcomeWindow window, LearningMode mode, DateTimeOffset now)
    {
        if (weight.LookedAt is { } last && now - last < StrategyWeight.Period) return (weight, LearningOutcome.NotDue);
        var looked = weight with { LookedAt = now };
        if (mode == LearningMode.Frozen) return (looked, LearningOutcome.Frozen);
        if (window.Count < StrategyWeight.OutcomesMin) return (looked, LearningOutcome.TooFewOutcomes);
        var to = Clamp(weight.Configured, window.Performance switch
        {
            > High => weight.Learned * (1 + Step),
            < Low => weight.Learned * (1 - Step),
            _ => weight.Learned,
        });
        if (to == weight.Learned) return (looked, LearningOutcome.NoChange);
        var applied = mode == LearningMode.Auto;
        var change = new WeightChange(
            weight.NextNumber, now, weight.Learned, to, LearningEvidence.Of(window), applied ? WeightChangeState.Applied : WeightChangeState.Proposed);
        return (looked.Append(change) with { Learned = applied ? to : weight.Learned }, applied ? LearningOutcome.Changed : LearningOutcome.Proposed);
    }

    /// <summary>An operator accepts a proposal: its target becomes the weight.</summary>
    public static (StrategyWeight Next, LearningOutcome Outcome) Accept(this StrategyWeight weight, int number)
    {
        if (weight.Find(number) is not { } change) return (weight, LearningOutcome.NoSuchChange);
        if (change.State != WeightChangeState.Proposed) return (weight, LearningOutcome.NotPossible);
        var accepted = change with { State = WeightChangeState.Applied, From = weight.Learned };
        return (weight with { Learned = Clamp(weight.Configured, change.To), History = weight.History.Replace(change, accepted) }, LearningOutcome.Accepted);
    }

    /// <summary>Takes the last applied change back, to the weight it started from.</summary>
    public static (StrategyWeight Next, LearningOutcome Outcome) RollBack(this StrategyWeight weight, int number)
    {
        if (weight.Find(number) is not { } change) return (weight, LearningOutcome.NoSuchChange);
        var last = weight.History.LastOrDefault(known => known.State == WeightChangeState.Applied);
        if (last != change) return (weight, LearningOutcome.NotPossible);
        var taken = change with { State = WeightChangeState.RolledBack };
        return (weight with { Learned = Clamp(weight.Configured, change.From), History = weight.History.Replace(change, taken) }, LearningOutcome.RolledBack);
    }

    /// <summary>A new configured weight keeps the learned factor, within its bounds.</summary>
    public static StrategyWeight Reconfigure(this StrategyWeight weight, decimal configured) =>
        configured == weight.Configured ? weight : weight with { Configured = configured, Learned = Clamp(configured, configured * weight.Factor) };

    private static StrategyWeight Append(this StrategyWeight weight, WeightChange change)
    {
        var history = weight.Proposal is { } waiting
            ? weight.History.Replace(waiting, waiting with { State = WeightChangeState.Superseded })
            : weight.History;
        if (history.Length >= StrategyWeight.HistoryMax) history = history.RemoveAt(0);
        return weight with { History = history.Add(change), NextNumber = weight.NextNumber + 1 };
    }

    private static WeightChange? Find(this StrategyWeight weight, int number) => weight.History.FirstOrDefault(change => change.Number == number);

    private static decimal Clamp(decimal configured, decimal learned) =>
        Math.Round(Math.Clamp(learned, configured * 0.5m, configured * 1.5m), 12);
}
