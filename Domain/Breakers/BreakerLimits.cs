using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orleans;

namespace Orchestrator.Domain.Breakers;

/// <summary>Where the circuit breakers trip. None of them can be switched off.</summary>
/// <param name="DrawdownMax">Fall of equity below its peak.</param>
/// <param name="DailyLossMax">Loss since 00:00 UTC over the day's opening equity.</param>
/// <param name="HourlyLossMax">Net realised loss of a sliding hour over the equity before it.</param>
/// <param name="LossRunMax">Losing results in a row of one strategy; twice as many over all strategies pause all.</param>
/// <param name="ExecutionFailureMax">Failures among the last <see cref="ExecutionWindow"/> executions of a venue or strategy.</param>
/// <param name="FeedStaleAfter">Age of market data from which the strategies that use it pause.</param>
[GenerateSerializer, Immutable, Alias("breaker-limits")]
public sealed record BreakerLimits(
    [property: Id(0)] BasisPoints DrawdownMax,
    [property: Id(1)] BasisPoints DailyLossMax,
    [property: Id(2)] BasisPoints HourlyLossMax,
    [property: Id(3)] int LossRunMax,
    [property: Id(4)] BasisPoints ExecutionFailureMax,
    [property: Id(5)] int ExecutionWindow,
    [property: Id(6)] TimeSpan FeedStaleAfter)
{
    public static readonly BreakerLimits Default = new(
        DrawdownMax: new BasisPoints(1_500),
        DailyLossMax: new BasisPoints(1_000),
        HourlyLossMax: new BasisPoints(500),
        LossRunMax: 5,
        ExecutionFailureMax: new BasisPoints(5_000),
        ExecutionWindow: 20,
        FeedStaleAfter: TimeSpan.FromSeconds(2));

    /// <summary>Every violation at once; empty when the limits may be used. The upper ends are what keeps a breaker from being switched off.</summary>
    public static ImmutableArray<LimitViolation> Violations(BreakerLimits limits)
    {
        var found = ImmutableArray.CreateBuilder<LimitViolation>();
        RiskCeilings.Within(found, "max_drawdown", limits.DrawdownMax.ToRatio(), 0.0001m, 0.5m, "of peak equity");
        RiskCeilings.Within(found, "daily_loss_limit", limits.DailyLossMax.ToRatio(), 0.0001m, 0.5m, "of opening equity");
        RiskCeilings.Within(found, "hourly_loss_limit", limits.HourlyLossMax.ToRatio(), 0.0001m, 0.5m, "of equity");
        RiskCeilings.Within(found, "max_consecutive_losses", limits.LossRunMax, 1, 50, "results");
        RiskCeilings.Within(found, "execution_failure_limit", limits.ExecutionFailureMax.ToRatio(), 0.0001m, 0.9m, "of executions");
        RiskCeilings.Within(found, "execution_window", limits.ExecutionWindow, 5, ExecutionHistory.WindowMax, "executions");
        RiskCeilings.Within(found, "feed_stale_after_seconds", (decimal)limits.FeedStaleAfter.TotalSeconds, 0.1m, 60, "s");
        return found.ToImmutable();
    }
}
