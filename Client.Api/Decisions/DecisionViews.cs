using System.Collections.Immutable;
using Orchestrator.Client.Api.Opportunities;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Decisions;

/// <param name="NextCursor">Give it as <c>cursor</c> for the next older page; null at the end.</param>
public sealed record DecisionPageView(ImmutableArray<DecisionSummary> Items, string? NextCursor);

/// <summary>One decision in a list.</summary>
/// <param name="Score">0 to 100; null when it was refused before it was scored.</param>
/// <param name="RealisedLamports">Null until there is a result.</param>
public sealed record DecisionSummary(
    string Id, long Sequence, string Strategy, string Token, string Outcome, string Reason, string? Detail, double? Score, double? Raw,
    long ExpectedProfitLamports, long? RealisedLamports, DateTimeOffset DecidedAt)
{
    public string ExpectedProfitSol => Words.Sol(ExpectedProfitLamports);

    public string? RealisedSol => Words.Sol(RealisedLamports);

    /// <param name="result">What became of a commanded one; null while nothing did.</param>
    public static DecisionSummary Of(DecisionRecord record, ExecutionResult? result) => new(
        record.Opportunity.Id.ToString(), record.Sequence, record.Opportunity.Strategy.Value, record.Opportunity.Token.Value,
        Words.Of(record.Outcome), record.Reason, record.Detail, record.Score?.Shown, record.Score?.Raw,
        record.Opportunity.ExpectedProfit.Value, (result ?? record.Result)?.Realised.Value, record.DecidedAt);
}

/// <summary>One decision with everything it was decided on, and what came of it.</summary>
/// <param name="Checks">The twelve risk checks in their order, passed or not; empty when it was decided before them.</param>
/// <param name="SmallestChange">The smallest single change that would have passed; null when none was needed or the checks did not run.</param>
/// <param name="Execution">The saga of a commanded one.</param>
public sealed record DecisionView(
    string Id, long Sequence, string Portfolio, string Outcome, string Reason, string? Detail, OpportunityView Opportunity, ScoreView? Score,
    ImmutableArray<CheckView> Checks, ChangeView? SmallestChange, long Epoch, string ConfigHash, IReadOnlyDictionary<string, double> StageMs,
    string? TraceId, DateTimeOffset ObservedAt, DateTimeOffset DecidedAt, ResultView? Result, ExecutionView? Execution)
{
    public static DecisionView Of(DecisionRecord record, SagaView? saga) => new(
        record.Opportunity.Id.ToString(), record.Sequence, record.Portfolio.Value, Words.Of(record.Outcome), record.Reason, record.Detail,
        OpportunityView.Of(record.Opportunity), record.Score is { } score ? ScoreView.Of(score) : null,
        record.Risk is { } risk ? [.. risk.Checks.Select(CheckView.Of)] : [], ChangeView.Of(record.Change), record.Epoch.Value, record.ConfigHash,
        Stages(record.Stages), record.TraceId, record.ObservedAt, record.DecidedAt,
        ResultView.Of(saga?.Result ?? record.Result), ExecutionView.Of(saga));

    internal static IReadOnlyDictionary<string, double> Stages(ImmutableArray<StageTime> stages)
    {
        var named = new Dictionary<string, double>(StringComparer.Ordinal);
        if (stages.IsDefault) return named;
        foreach (var stage in stages) named[stage.Stage] = Words.Milliseconds(stage.Seconds);
        return named;
    }
}

/// <summary>raw = (profit − risk − cost + bonus) × multiplier; score = raw clamped to 0..100.</summary>
public sealed record ScoreView(
    double Raw, double Score, double Profit, double Risk, double Cost, double Bonus, double Multiplier, double ExpectedSol, double CalibratedSol)
{
    internal static ScoreView Of(Score score) => new(
        score.Raw, score.Shown, score.Terms.Profit, score.Terms.Risk, score.Terms.Cost, score.Terms.Bonus, score.Terms.Multiplier,
        score.Terms.ExpectedSol, score.Terms.CalibratedSol);
}

/// <param name="Number">1 to 12, the order of the checks.</param>
/// <param name="Margin">Distance to the limit; negative when refused.</param>
/// <param name="Unit">condition, lamports, ratio, count, slots, seconds.</param>
public sealed record CheckView(int Number, string Check, bool Passed, decimal Value, decimal Limit, decimal Margin, string Unit, string? Detail)
{
    internal static CheckView Of(CheckResult check) => new(
        (int)check.Check, DecisionReasons.Of(check.Check), check.Passed, check.Value, check.Limit, check.Margin, Words.Of(check.Unit), check.Detail);
}

/// <param name="Subject">none, own_capital, flash_loan, slippage_bound, limit, wait.</param>
public sealed record ChangeView(string Subject, string Check, decimal From, decimal To, string Unit, string Sentence)
{
    internal static ChangeView? Of(SuggestedChange? change) => change is null ? null : new(
        Words.Of(change.Subject), DecisionReasons.Of(change.Check), change.From, change.To, Words.Of(change.Unit), change.Sentence);
}

/// <param name="Outcome">landed, landed_with_error, simulation_failed, expired, refused.</param>
public sealed record ResultView(
    string Outcome, string? Code, string? Signature, long RealisedLamports, long ExpectedLamports, long? FeeLamports, long? TipLamports, ulong? Slot,
    IReadOnlyDictionary<string, double> StageMs, DateTimeOffset FinishedAt)
{
    public string RealisedSol => Words.Sol(RealisedLamports);

    public string ExpectedSol => Words.Sol(ExpectedLamports);

    public string? FeeSol => Words.Sol(FeeLamports);

    public string? TipSol => Words.Sol(TipLamports);

    internal static ResultView? Of(ExecutionResult? result) => result is null ? null : new(
        Words.Of(result.Outcome), result.Code, result.Signature, result.Realised.Value, result.Expected.Value,
        result.Landing?.Fee.Value, result.Landing?.Tip.Value, result.Landing?.Slot, DecisionView.Stages(result.Stages), result.FinishedAt);
}

/// <param name="State">reserved, simulated, intent, submitted, unknown, landed, landed_with_error, expired, voided, posted.</param>
/// <param name="Confirmed">Seen at confirmed commitment, or over.</param>
public sealed record ExecutionView(
    string State, long Epoch, string? Signature, ulong LastValidBlockHeight, int Sends, bool Confirmed, ImmutableArray<StepView> Steps)
{
    internal static ExecutionView? Of(SagaView? saga) => saga?.State is not { } state ? null : new(
        Words.Of(state), saga.Epoch.Value, saga.Signature, saga.LastValidBlockHeight, saga.Sends, saga.Confirmed,
        saga.Steps.IsDefault ? [] : [.. saga.Steps.Select(step => new StepView(Words.Of(step.State), step.At, step.Note))]);
}

public sealed record StepView(string State, DateTimeOffset At, string? Note);
