using Orchestrator.Cli.Drills;
using Orchestrator.Cli.Drills.Clusters;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>Real silo processes on a real Redis, broken on purpose: <c>orch drill</c>, with its own audit as judge.</summary>
[Collection(Clusters)]
public sealed class ClusterDrillTests(ITestOutputHelper output)
{
    /// <summary>One after the other: each has the cores to itself, or its silos would be declared dead for want of them.</summary>
    public const string Clusters = "clusters of real processes";

    [Theory]
    [InlineData("silo-partition", 8)]
    [InlineData("silo-isolation", 7)]
    [InlineData("clock-jump", 9)]
    [InlineData("redis-partition", 7)]
    [InlineData("redis-half-open", 801)]
    [InlineData("redis-restart", 7)]
    [InlineData("redis-empty", 9)]
    [InlineData("redis-cut", 3)]
    [InlineData("events-again", 3)]
    public async Task Nothing_is_lost_or_doubled_and_trading_is_back(string drill, int seed)
    {
        var score = await Run(drill, seed, times: 1);
        Assert.Empty(score.Violations);
        Assert.Equal(DrillScore.Pass, score.Result);
        Assert.NotEmpty(score.Faults);
    }

    /// <summary>How often each drill runs, with how many faults in a run; the seeds count up from the first.</summary>
    private static readonly (string Drill, int FirstSeed, int Runs, int Times)[] Counts =
    [
        ("silo-partition", 901, 2, 4), ("silo-isolation", 921, 2, 4), ("clock-jump", 941, 2, 4), ("freeze-silo", 401, 2, 2), ("kill-silo", 201, 2, 5), ("kill-cluster", 251, 2, 2), ("drain", 301, 2, 10),
        ("rolling-restart", 351, 2, 2), ("events-again", 961, 2, 3), ("redis-restart", 501, 2, 4), ("redis-empty", 601, 2, 1), ("redis-cut", 651, 3, 1), ("redis-slow", 701, 2, 2), ("redis-half-open", 801, 3, 2), ("redis-partition", 851, 2, 2),
    ];

    /// <summary>Goes on where an earlier call was stopped; when it has come to its end, the next call begins anew.</summary>
    [Fact(Explicit = true), Trait("soak", "true")]
    public async Task Every_drill_many_times()
    {
        var kept = new DrillRuns("cluster-drills");
        var runs = new List<DrillRun>(await kept.ReadAll());
        foreach (var (drill, seed, times) in Counts.SelectMany(count => Enumerable.Range(0, count.Runs).Select(run => (count.Drill, count.FirstSeed + run, count.Times))))
        {
            if (runs.Any(run => run.Score.Drill == drill && run.Score.Seed == seed)) continue;
            runs.Add(DrillRun.Of(await Run(drill, seed, times)));
            await kept.Append(runs[^1]);
            await File.WriteAllTextAsync(Repository.Report("cluster-drill-runs.md"), ClusterReport.Of(runs));
        }

        kept.Forget();
        Assert.All(runs, run => Assert.Empty(run.Score.Violations));
    }

    private async Task<DrillScore> Run(string name, int seed, int times)
    {
        var drill = ClusterDrillRun.Drills.Single(drill => drill.Name == name);
        var score = await Score(drill, seed, times);
        output.WriteLine($"{score.Drill} {score.Seed}: {score.Result}, {score.Acknowledged} acknowledged, {score.Landed} landed, {score.Booked} booked, failovers {string.Join(", ", score.FailoversMs)} ms");
        foreach (var violation in score.Violations) output.WriteLine(violation);
        return score;
    }

    /// <summary>Who may not make networks learns it from a skipped test; in CI that is a failure.</summary>
    private async Task<DrillScore> Score(IClusterDrill drill, int seed, int times)
    {
        try
        {
            return await ClusterDrillRun.Run(drill, seed, times, keep: false, output.WriteLine, CancellationToken.None);
        }
        catch (MissingPartException missing)
        {
            Assert.Skip($"{missing.Message} {missing.Remedy}.");
            throw;
        }
    }
}
