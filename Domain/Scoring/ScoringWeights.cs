using Orleans;

namespace Orchestrator.Domain.Scoring;

/// <summary>The four weights of the score, each 0..1; together they are exactly 1.</summary>
[GenerateSerializer, Immutable, Alias("scoring-weights")]
public sealed record ScoringWeights(
    [property: Id(0)] decimal Profit,
    [property: Id(1)] decimal Risk,
    [property: Id(2)] decimal CapitalEfficiency,
    [property: Id(3)] decimal StrategyBonus)
{
    public static readonly ScoringWeights Default = new(0.4m, 0.3m, 0.2m, 0.1m);

    public decimal Sum => Profit + Risk + CapitalEfficiency + StrategyBonus;

    public bool IsValid =>
        Profit is >= 0 and <= 1 && Risk is >= 0 and <= 1 && CapitalEfficiency is >= 0 and <= 1 && StrategyBonus is >= 0 and <= 1 && Sum == 1;
}
