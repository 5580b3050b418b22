using System.Diagnostics;
using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Clock;
using StackExchange.Redis;

namespace Orchestrator.Benchmarks.Queues;

/// <summary>Score, enqueue and take the best in memory, beside ZADD and ZPOPMAX of the same opportunities.</summary>
internal static class QueueLoad
{
    private const int Waiting = 1_000, InMemory = 200_000, OnRedis = 5_000;
    private const double GoalRatio = 100;

    public static async Task Run(Report report, TimeSpan duration)
    {
        QueueMemory.Run(report);
        var offers = new Opportunities(new TradingClock(TimeProvider.System));
        var made = Enumerable.Range(0, Waiting + InMemory).Select(_ => offers.Next(TimeSpan.FromHours(1))).ToArray();
        // Once to compile it, once to measure.
        MicrosecondsInMemory(made);
        var inMemory = MicrosecondsInMemory(made);
        foreach (var durable in (bool[])[false, true])
        {
            var redis = await MicrosecondsOnRedis(made, durable);
            var ratio = redis / inMemory;
            var what = durable ? "durable as the store demands it" : "nothing persisted";
            report.Add(new("queue", $"score + offer + take, {Waiting} waiting", $"{inMemory:0.00} µs", $"ZADD + ZPOPMAX {redis:0} µs ({what})", $"{ratio:0}×", $"≥ {GoalRatio:0}×", ratio >= GoalRatio));
        }

        await RiskLoad.Run(report);
    }

    private static double MicrosecondsInMemory(Opportunity[] made)
    {
        var queue = new OpportunityQueue();
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Waiting; i++) queue.Enqueue(made[i], Scorer.Score(made[i], ScoringWeights.Default, StrategyStanding.Unknown), now);
        var begun = Stopwatch.GetTimestamp();
        for (var i = Waiting; i < made.Length; i++)
        {
            queue.Enqueue(made[i], Scorer.Score(made[i], ScoringWeights.Default, StrategyStanding.Unknown), now);
            queue.TryTakeBest();
        }

        return Stopwatch.GetElapsedTime(begun).TotalMicroseconds / (made.Length - Waiting);
    }

    /// <summary>One connection, each answer awaited, as a loop that keeps its queue in Redis would.</summary>
    private static async Task<double> MicrosecondsOnRedis(Opportunity[] made, bool durable)
    {
        await using var server = await RedisServer.Start(durable);
        await using var connection = await ConnectionMultiplexer.ConnectAsync(server.Address);
        var database = connection.GetDatabase();
        foreach (var opportunity in made.Take(Waiting)) await Add(opportunity);
        var next = Waiting;
        for (; next < Waiting + OnRedis / 5; next++) await AddAndTake(made[next]);
        var begun = Stopwatch.GetTimestamp();
        for (var last = next + OnRedis; next < last; next++) await AddAndTake(made[next]);
        return Stopwatch.GetElapsedTime(begun).TotalMicroseconds / OnRedis;

        Task<bool> Add(Opportunity opportunity) => database.SortedSetAddAsync(
            "opportunity_queue", opportunity.Id.ToString(), Scorer.Score(opportunity, ScoringWeights.Default, StrategyStanding.Unknown).Raw);

        async Task AddAndTake(Opportunity opportunity)
        {
            await Add(opportunity);
            await database.SortedSetPopAsync("opportunity_queue", Order.Descending);
        }
    }
}
