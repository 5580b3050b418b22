using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;

namespace Orchestrator.Domain.Scoring;

/// <summary>
/// The one scorer of every producer:
/// <c>raw = 1000·w_profit·E − 100·w_risk·R − 100·w_cost·min(C / max(E, ε), 1) + 50·w_bonus·B</c>, E and C in SOL.
/// </summary>
/// <remarks>Scores rank; they never become money, so <c>double</c> is allowed here.</remarks>
public static class Scorer
{
    /// <summary>ε: one lamport in SOL. Below it a profit is none, and capital costs its maximum.</summary>
    private const double Epsilon = 1e-9;

    public static Score Score(Opportunity opportunity, ScoringWeights weights, in StrategyStanding standing)
    {
        var expected = opportunity.ExpectedProfit.ToApproximateSol();
        // Calibration sinks a source that over-promises; a loss is not made smaller by it.
        var calibrated = expected > 0 ? expected * standing.Calibration : expected;
        var capital = opportunity.RequiredCapital.ToApproximateSol();

        var profit = 1000 * (double)weights.Profit * calibrated;
        var risk = 100 * (double)weights.Risk * opportunity.Risk;
        var cost = 100 * (double)weights.CapitalEfficiency * Math.Min(capital / Math.Max(calibrated, Epsilon), 1);
        var bonus = 50 * (double)weights.StrategyBonus * Math.Clamp(standing.Bonus * standing.WeightFactor, 0, 1);

        var sum = profit - risk - cost + bonus;
        // A wish can lift what is worth something; it must not sink a bad one less than a good one.
        var multiplier = sum > 0 ? MultiplierOf(opportunity.Priority) : 1;
        var raw = sum * multiplier;
        return new Score(raw, Math.Clamp(raw, 0, 100), new ScoreTerms(expected, calibrated, profit, risk, cost, bonus, multiplier));
    }

    private static double MultiplierOf(Priority? priority) => priority switch
    {
        null or Priority.Normal => 1,
        Priority.Low => 0.5,
        Priority.High => 1.5,
        Priority.Critical => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "Not a priority."),
    };
}
