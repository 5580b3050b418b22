using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Scoring;
using Orchestrator.Domain.Tests.Capital;
using Orchestrator.Domain.Tests.Opportunities;

namespace Orchestrator.Domain.Tests.PlantedBugs;

/// <summary>What must be true of any queue, whatever is offered to it.</summary>
internal static class QueueLaw
{
    public delegate Score ScoreRule(Opportunity opportunity);

    public delegate Opportunity OfferRule(Opportunity opportunity);

    public static readonly Gen<(int Profit, int Route, int Age)[]> Offered = Gen.Select(Gen.Int[-50, 2_000], Gen.Int[0, 12], Gen.Int[0, 20]).Array[1, 60];

    public static Score RealScore(Opportunity opportunity) => Scorer.Score(opportunity, ScoringWeights.Default, StrategyStanding.Unknown);

    /// <summary>Best first by the formula's own sum, one per route, and everybody is accounted for.</summary>
    public static string? FirstBroken((int Profit, int Route, int Age)[] offered, ScoreRule score, OfferRule offer)
    {
        var queue = new OpportunityQueue(capacity: 8);
        var left = 0;
        var refused = 0;
        for (var i = 0; i < offered.Length; i++)
        {
            var (profit, route, age) = offered[i];
            var one = offer(Offers.Offer(i + 1, profit / 1_000m, $"route {route}", age));
            var result = queue.Enqueue(one, score(one), Ledger.Noon);
            if (result.Displaced is not null) left++;
            if (!result.Accepted) refused++;
        }

        if (queue.Count + left + refused != offered.Length) return "one disappeared without a decision";
        var page = queue.Page(0, 100).Select(queued => queued.Opportunity).ToArray();
        // A route that was renamed on its way in is still the same route to the world.
        var routes = page.Select(one => one.RouteKey.Value.Split('#')[0]).ToArray();
        if (routes.Distinct().Count() != routes.Length) return "one route is queued twice";
        var expected = page.OrderByDescending(Worth).ThenBy(one => one.CreatedAt).ThenBy(one => one.Id).ToArray();
        return page.SequenceEqual(expected) ? null : "not best first";
    }

    /// <summary>The formula of the design, written down a second time: weights 0.4, 0.3, 0.2, 0.1, bonus 0.5.</summary>
    private static double Worth(Opportunity one)
    {
        var profit = (double)one.ExpectedProfit.ToSol();
        var capital = (double)one.RequiredCapital.ToSol();
        return (400 * profit) - (30 * one.Risk) - (20 * Math.Min(capital / Math.Max(profit, 1e-9), 1)) + (5 * 0.5);
    }
}
