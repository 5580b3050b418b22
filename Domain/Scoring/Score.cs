using Orleans;

namespace Orchestrator.Domain.Scoring;

/// <summary>The terms of one score, as they are shown to whoever asks why. Raw = (Profit − Risk − Cost + Bonus) × Multiplier.</summary>
/// <param name="ExpectedSol">What the producer expects, in SOL.</param>
/// <param name="CalibratedSol">E: the same after the strategy's calibration.</param>
/// <param name="Multiplier">The operator's priority; 1 when there is none or the sum is not positive.</param>
[GenerateSerializer, Immutable, Alias("score-terms")]
public readonly record struct ScoreTerms(
    [property: Id(0)] double ExpectedSol,
    [property: Id(1)] double CalibratedSol,
    [property: Id(2)] double Profit,
    [property: Id(3)] double Risk,
    [property: Id(4)] double Cost,
    [property: Id(5)] double Bonus,
    [property: Id(6)] double Multiplier);

/// <param name="Raw">What opportunities are ranked by; unbounded.</param>
/// <param name="Shown">Raw clamped to 0..100, for people; never ranked by, because every good opportunity is 100.</param>
[GenerateSerializer, Immutable, Alias("score")]
public readonly record struct Score(
    [property: Id(0)] double Raw, [property: Id(1)] double Shown, [property: Id(2)] ScoreTerms Terms);
