using System.Collections.Immutable;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Sniping;

/// <summary>
/// One verdict out of what several say of one launch. Each is judged by itself: states that differ by a trade give the same verdicts, lies do not. A filter passes when two at least
/// could tell everything, and all who could tell it say that it does. Pure.
/// </summary>
public static class Testimony
{
    /// <summary>How many must have told everything; where there is only one who could, one.</summary>
    public const int Quorum = 2;

    /// <summary>How the value of a filter begins that they disagree on.</summary>
    public const string Disagreement = "nodes disagree: ";

    /// <param name="told">What each says; one at least.</param>
    public static LaunchVerdict Judge(ImmutableArray<LaunchFacts> told, SniperPolicy policy, DateTimeOffset now)
    {
        if (told.Length == 1) return SniperRules.Judge(told[0], policy, now);
        ImmutableArray<(string Witness, LaunchVerdict Verdict)> each = [.. told.Select(facts => (facts.Witness, SniperRules.Judge(facts, policy, now)))];
        var whole = each.Count(one => one.Verdict.Filters.All(filter => filter.Outcome != FilterOutcome.Missing));
        ImmutableArray<FilterVerdict> filters = [.. Enumerable.Range(0, SniperFilters.InOrder.Length).Select(place => Together(place, each, isEnough: whole >= Quorum))];
        var approved = filters.All(filter => !filter.Refuses);
        return new LaunchVerdict(
            filters, Worst(each), approved ? each.Where(one => one.Verdict.Approved).Min(one => one.Verdict.Confidence) : 0, each.Max(one => one.Verdict.Risk), now);
    }

    /// <summary>True when those who know the pool are enough and all of them say so.</summary>
    public static bool Agree(ImmutableArray<LaunchFacts> told, Func<PoolFacts, bool> holds)
    {
        var known = told.Where(facts => facts.Pool.Found).Select(facts => facts.Pool.Value).ToList();
        return known.Count >= Math.Min(Quorum, told.Length) && known.All(holds);
    }

    private static FilterVerdict Together(int place, ImmutableArray<(string Witness, LaunchVerdict Verdict)> each, bool isEnough)
    {
        var said = each.Select(one => (one.Witness, Filter: one.Verdict.Filters[place])).ToList();
        var known = said.Where(one => one.Filter.Outcome != FilterOutcome.Missing).ToList();
        if (known.DistinctBy(one => one.Filter.Outcome).Count() > 1)
            return known[0].Filter with
            {
                Outcome = FilterOutcome.Missing, Value = Disagreement + string.Join("; ", known.Select(one => $"{one.Witness}: {one.Filter.Value}")), MayChange = true,
            };
        // Of one who tells but a part, the rest may be withheld on purpose.
        if (!isEnough && said.Find(one => one.Filter.Outcome == FilterOutcome.Missing) is { Filter: { } missing } from) return missing with { Value = $"{from.Witness}: {missing.Value}" };
        return known.MaxBy(one => one.Filter.MayChange).Filter;
    }

    /// <summary>The least that anybody says the trade brings: so much is promised.</summary>
    private static SnipeTrade? Worst(ImmutableArray<(string Witness, LaunchVerdict Verdict)> each) =>
        each.Select(one => one.Verdict.Trade).OfType<SnipeTrade>().MinBy(trade => trade.Profit);
}
