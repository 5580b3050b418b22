using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>Real silo processes on a real Redis, broken on purpose: <c>orch drill</c>, with its own audit as judge.</summary>
public sealed class ClusterDrillTests(ITestOutputHelper output)
{
    /// <summary>Explicit until it has been seen to pass here: these drills have passed as <c>orch drill</c>, on a machine that had little else to do.</summary>
    [Theory(Explicit = true), Trait("soak", "true")]
    [InlineData("kill-silo", 3, 4)]
    [InlineData("drain", 5, 1)]
    [InlineData("redis-empty", 9, 1)]
    public async Task Nothing_is_lost_or_doubled(string drill, int seed, int times)
    {
        var score = await Run(drill, seed, times);
        Assert.Empty(score.Violations);
        Assert.Equal(DrillScore.Pass, score.Result);
    }

    /// <summary>How often each drill runs, with how many faults in a run; the seeds count up from the first.</summary>
    [Theory(Explicit = true), Trait("soak", "true")]
    [InlineData("kill-silo", 201, 5, 10)]
    [InlineData("kill-cluster", 251, 3, 4)]
    [InlineData("drain", 301, 5, 10)]
    [InlineData("freeze-silo", 401, 5, 2)]
    [InlineData("redis-restart", 501, 5, 4)]
    [InlineData("redis-empty", 601, 3, 1)]
    [InlineData("redis-slow", 701, 3, 3)]
    [InlineData("redis-half-open", 801, 3, 3)]
    [InlineData("redis-partition", 851, 3, 2)]
    public async Task Many_times(string drill, int seed, int runs, int times)
    {
        var scores = new List<DrillScore>();
        for (var run = 0; run < runs; run++)
        {
            scores.Add(await Run(drill, seed + run, times));
            await ClusterReport.Write(scores);
        }

        Assert.All(scores, score => Assert.Empty(score.Violations));
    }

    private async Task<DrillScore> Run(string name, int seed, int times)
    {
        var drill = ClusterDrillRun.Drills.Single(drill => drill.Name == name);
        var score = await ClusterDrillRun.Run(drill, seed, times, keep: false, output.WriteLine, CancellationToken.None);
        output.WriteLine($"{score.Drill} {score.Seed}: {score.Result}, {score.Acknowledged} acknowledged, {score.Landed} landed, {score.Booked} booked, failovers {string.Join(", ", score.FailoversMs)} ms");
        foreach (var violation in score.Violations) output.WriteLine(violation);
        return score;
    }
}
