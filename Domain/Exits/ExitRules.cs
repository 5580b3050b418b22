using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Exits;

/// <summary>Judges one held position. Pure: position, price, alarm, policy and the present moment give the rule that sells, or none.</summary>
public static class ExitRules
{
    /// <param name="worth">What selling all of it now would bring after its costs, base units of what paid for it.</param>
    /// <param name="alarm">What has become hostile; null when nothing has.</param>
    /// <returns>Null while it is held.</returns>
    public static ExitCause? Judge(Position position, SignedUnits worth, string? alarm, ExitPolicy policy, DateTimeOffset now)
    {
        if (alarm is not null) return ExitCause.Of(ExitRule.Emergency, alarm);
        var (floor, goal) = (FloorOf(position, policy), GoalOf(position, policy));
        if (worth <= floor) return ExitCause.Of(ExitRule.StopLoss, $"worth {Say(position, worth)}, not above {Say(position, floor)} of a cost of {Say(position, position.Cost)}");
        if (worth >= goal) return ExitCause.Of(ExitRule.TakeProfit, $"worth {Say(position, worth)}, at least {Say(position, goal)} of a cost of {Say(position, position.Cost)}");
        var age = now - position.OpenedAt;
        return age < policy.AgeMax ? null : ExitCause.Of(ExitRule.Time, string.Create(
            CultureInfo.InvariantCulture, $"held for {age.TotalSeconds:0} s, at most {policy.AgeMax.TotalSeconds:0} s; worth {Say(position, worth)} of a cost of {Say(position, position.Cost)}"));
    }

    /// <summary>At this worth or below it is sold. Rounded up: a stop is never later than it says.</summary>
    public static SignedUnits FloorOf(Position position, ExitPolicy policy) =>
        new(ExactMath.CeilingDiv(checked(position.Cost.Value * (BasisPoints.One - policy.StopLoss.Value)), BasisPoints.One));

    /// <summary>At this worth or above it is sold. Rounded up: a goal is never lower than it says.</summary>
    public static SignedUnits GoalOf(Position position, ExitPolicy policy) =>
        new(ExactMath.CeilingDiv(checked(position.Cost.Value * (BasisPoints.One + policy.TakeProfit.Value)), BasisPoints.One));

    /// <summary>What a sale brings after its fixed costs. They are paid in SOL, so only positions that SOL paid for are judged.</summary>
    public static SignedUnits WorthOf(ImmutableArray<RouteLeg> sale, ExitPolicy policy) =>
        new((Int128)sale[^1].ExpectedOut.Value - policy.FixedCosts.Value);

    /// <summary>The way back of an entry: its legs the other way round, in reverse order.</summary>
    public static ImmutableArray<RouteLeg> WayBack(ImmutableArray<RouteLeg> entry) =>
        [.. entry.Reverse().Select(leg => leg with { Input = leg.Output, Output = leg.Input, AmountIn = BaseUnits.Zero, ExpectedOut = BaseUnits.Zero, PriceImpact = default })];

    private static string Say(Position position, SignedUnits units) =>
        position.CostAsset.IsSol ? ((decimal)units.Value / Lamports.PerSol).ToString("0.#########", CultureInfo.InvariantCulture) + " SOL" : units.ToString();
}
