using System.Collections.Immutable;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Learning;

public enum AllocationMode
{
    /// <summary>By learned weight × calibration, within each strategy's minimum and maximum share.</summary>
    Dynamic = 0,
    /// <summary>By the configured shares.</summary>
    Fixed = 1,
    /// <summary>No budgets: only the portfolio's limits.</summary>
    Shared = 2,
}

/// <summary>One strategy's claim on capital. Shares are parts of total capital.</summary>
/// <param name="Weight">Learned weight, 0 or more.</param>
/// <param name="Calibration">0.25..1.25.</param>
[GenerateSerializer, Immutable, Alias("allocation-claim")]
public sealed record AllocationClaim(
    [property: Id(0)] StrategyId Strategy,
    [property: Id(1)] decimal Weight,
    [property: Id(2)] decimal Calibration,
    [property: Id(3)] BasisPoints ShareMin,
    [property: Id(4)] BasisPoints ShareMax,
    [property: Id(5)] BasisPoints ShareFixed);

/// <summary>Divides total capital into budgets. Never more than there is, whatever the claims say.</summary>
public static class CapitalAllocation
{
    /// <summary>Weights so that they sum to exactly 1; the last one, by name, takes what rounding leaves.</summary>
    public static ImmutableArray<(StrategyId Strategy, decimal Weight)> Normalise(IEnumerable<(StrategyId Strategy, decimal Weight)> weights)
    {
        var ordered = weights.OrderBy(entry => entry.Strategy).ToArray();
        if (ordered.Length == 0) return [];
        var sum = ordered.Sum(entry => entry.Weight);
        var parts = ordered.Select(entry => Math.Round(sum > 0 ? entry.Weight / sum : 1m / ordered.Length, 12)).ToArray();
        parts[^1] = 1 - parts[..^1].Sum();
        return [.. ordered.Zip(parts, (entry, part) => (entry.Strategy, part))];
    }

    public static ImmutableArray<StrategyBudget> Divide(AllocationMode mode, Lamports total, IEnumerable<AllocationClaim> claims)
    {
        var ordered = claims.OrderBy(claim => claim.Strategy).ToArray();
        var capital = Lamports.Max(total, Lamports.Zero);
        return mode switch
        {
            AllocationMode.Shared => [.. ordered.Select(claim => new StrategyBudget(claim.Strategy, null))],
            AllocationMode.Fixed => [.. ordered.Select(claim => new StrategyBudget(claim.Strategy, Part(capital, FixedShare(claim, ordered))))],
            AllocationMode.Dynamic => [.. ordered.Zip(SharesOf(ordered), (claim, share) => new StrategyBudget(claim.Strategy, Part(capital, share)))],
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Not an allocation mode."),
        };
    }

    /// <summary>
    /// Proportional shares. Whoever would leave its bounds is put on the bound, and the rest is divided again among the others; each round settles
    /// at least one, so it ends.
    /// </summary>
    private static decimal[] SharesOf(AllocationClaim[] claims)
    {
        var shares = new decimal[claims.Length];
        var open = Enumerable.Range(0, claims.Length).ToList();
        // Minimums that together ask for more than everything are scaled down to it.
        var least = Math.Max(1, claims.Sum(claim => claim.ShareMin.ToRatio()));
        var left = 1m;
        while (open.Count > 0)
        {
            var claimed = open.Sum(i => claims[i].Weight * claims[i].Calibration);
            decimal Wanted(int i) => claimed > 0 ? left * claims[i].Weight * claims[i].Calibration / claimed : left / open.Count;
            decimal Lowest(int i) => claims[i].ShareMin.ToRatio() / least;
            // Minimums first: they must be served before anyone's maximum frees something.
            var bound = open.Where(i => Wanted(i) < Lowest(i)).ToList();
            var lower = bound.Count > 0;
            if (!lower) bound = open.Where(i => Wanted(i) > claims[i].ShareMax.ToRatio()).ToList();
            if (bound.Count == 0)
            {
                foreach (var i in open) shares[i] = Wanted(i);
                break;
            }

            foreach (var i in bound)
            {
                shares[i] = lower ? Lowest(i) : claims[i].ShareMax.ToRatio();
                open.Remove(i);
            }

            left = Math.Max(0, left - bound.Sum(i => shares[i]));
        }

        return shares;
    }

    /// <summary>Shares that together ask for more than everything are scaled down to it.</summary>
    private static decimal FixedShare(AllocationClaim claim, AllocationClaim[] all) =>
        claim.ShareFixed.ToRatio() / Math.Max(1, all.Sum(other => other.ShareFixed.ToRatio()));

    private static Lamports Part(Lamports capital, decimal share) => new(decimal.ToInt64(decimal.Floor(capital.Value * share)));
}
