using System.Collections.Immutable;
using Orchestrator.Client.Api.Portfolio;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Learning;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Strategies;

public sealed record StrategyPage(ImmutableArray<StrategySummary> Items);

/// <param name="WeightFactor">Learned over configured weight, 0.5 to 1.5.</param>
/// <param name="Calibration">Realised over expected profit, 0.25 to 1.25.</param>
/// <param name="ProfitFactor">Profits over losses; null while there is no loss.</param>
/// <param name="RealisedLamports">Sum over the window of the last outcomes.</param>
public sealed record StrategySummary(
    string Strategy, string LearningMode, double Bonus, double WeightFactor, double Calibration, int Outcomes, double WinRate, double? ProfitFactor,
    long RealisedLamports, long ExpectedLamports, StrategyAccountView Account)
{
    public string RealisedSol => Words.Sol(RealisedLamports);

    public string ExpectedSol => Words.Sol(ExpectedLamports);

    internal static StrategySummary Of(StrategyView view) => new(
        view.Strategy.Value, Words.Of(view.Mode), view.Standing.Bonus, view.Standing.WeightFactor, view.Standing.Calibration,
        view.Evidence.Outcomes, view.Evidence.WinRate, Finite(view.Evidence.ProfitFactor), view.Realised.Value, view.Expected.Value,
        StrategyAccountView.Of(view.Account));

    /// <summary>JSON has no infinity.</summary>
    internal static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

public sealed record StrategyDetail(StrategySummary Summary, decimal ConfiguredWeight, decimal LearnedWeight, ImmutableArray<WeightChangeView> Changes)
{
    internal static StrategyDetail Of(StrategyView view) => new(
        StrategySummary.Of(view), view.Weight.Configured, view.Weight.Learned,
        view.Weight.History.IsDefault ? [] : [.. view.Weight.History.Select(WeightChangeView.Of)]);
}

/// <param name="State">proposed, applied, rolled_back, superseded.</param>
public sealed record WeightChangeView(
    int Number, DateTimeOffset At, decimal From, decimal To, string State, int Outcomes, int Wins, double WinRate, double? ProfitFactor, double? Performance)
{
    internal static WeightChangeView Of(WeightChange change) => new(
        change.Number, change.At, change.From, change.To, Words.Of(change.State), change.Evidence.Outcomes, change.Evidence.Wins,
        change.Evidence.WinRate, StrategySummary.Finite(change.Evidence.ProfitFactor), StrategySummary.Finite(change.Evidence.Performance));
}

/// <param name="Outcome">paused, already_paused (the first reason stands), resumed, not_paused.</param>
public sealed record PauseOutcomeView(string Strategy, string Outcome, string Actor);
