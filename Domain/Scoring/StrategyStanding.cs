using Orleans;

namespace Orchestrator.Domain.Scoring;

/// <summary>What a strategy has earned so far, as the scorer needs it.</summary>
/// <param name="Bonus">B, 0..1.</param>
/// <param name="WeightFactor">Learned weight over configured weight, 0.5..1.5; scales the bonus term.</param>
/// <param name="Calibration">Realised over expected profit, 0.25..1.25; multiplies every expected profit.</param>
[GenerateSerializer, Immutable, Alias("strategy-standing")]
public readonly record struct StrategyStanding(
    [property: Id(0)] double Bonus, [property: Id(1)] double WeightFactor, [property: Id(2)] double Calibration)
{
    /// <summary>A strategy without a history: bonus in the middle, believed as it speaks.</summary>
    public static readonly StrategyStanding Unknown = new(0.5, 1, 1);
}
