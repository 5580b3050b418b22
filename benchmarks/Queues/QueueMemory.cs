using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Clock;

namespace Orchestrator.Benchmarks.Queues;

/// <summary>What a full queue keeps alive when every name and address comes as a string of its own, as the reader of a channel makes them.</summary>
internal static class QueueMemory
{
    private const int Full = 10_000;
    private const double GoalMegabytes = 10;

    /// <summary>Pools they go through, two each: more than the ten tokens' pools on three venues.</summary>
    private const int Pools = 1_000;

    public static void Run(Report report)
    {
        var queue = new OpportunityQueue();
        var offers = new Opportunities(new TradingClock(TimeProvider.System));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Full; i++)
        {
            var opportunity = AsRead(offers.Next(TimeSpan.FromHours(1)), i);
            queue.Enqueue(opportunity, Scorer.Score(opportunity, ScoringWeights.Default, StrategyStanding.Unknown), TimeProvider.System.GetUtcNow());
        }

        if (queue.Count != Full) throw new InvalidOperationException($"Only {queue.Count} of {Full} were queued.");
        var megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        GC.KeepAlive(queue);
        report.Add(new(
            "queue", $"memory of {Full} opportunities of two legs over {Pools} pools, each read from bytes of its own", $"{megabytes:0.0} MB ({megabytes * 1e6 / Full:0} bytes each)", null, null,
            $"≤ {GoalMegabytes:0} MB", megabytes <= GoalMegabytes));
    }

    private static Opportunity AsRead(Opportunity made, int number) => made with
    {
        Strategy = new StrategyId(Copy(made.Strategy.Value)), Token = Copy(made.Token), Asset = Copy(made.Asset), Evidence = Copy(made.Evidence),
        Route = [.. made.Route.Select((leg, at) => leg with { Venue = Copy(leg.Venue), Pool = PoolOf(number + at), Input = Copy(leg.Input), Output = Copy(leg.Output) })],
    };

    /// <summary>As long as an address.</summary>
    private static string PoolOf(int number) => $"Poo1{number % Pools:00000}111111111111111111111111111111111111";

    private static Mint Copy(Mint mint) => new(Copy(mint.Value));

    private static string Copy(string text) => new(text.AsSpan());
}
