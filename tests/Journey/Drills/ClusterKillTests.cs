using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>kill -9 of silos of one cluster that trades, one after the other, each at a named step: <c>orch drill kill-in-a-row</c>, with its own audit as judge.</summary>
[Collection(ClusterDrillTests.Clusters)]
public sealed class ClusterKillTests(ITestOutputHelper output)
{
    private const int KillsInARun = 10, KillsAtLeast = 200, RunsMax = 40, FirstSeed = 1_001;

    [Fact]
    public async Task Ten_silos_that_are_killed_under_load_lose_nothing_and_double_nothing()
    {
        var score = await Run(seed: 14);
        Assert.Empty(score.Violations);
        Assert.Equal((DrillScore.Pass, 0, 0, 0, 0), (score.Result, score.Lost, score.Doubled, score.ConservationViolations, score.Unresolved));
        Assert.Equal(KillsInARun, KilledPoints.Of(score).Count);
        Assert.True(score.Landed > 0);
    }

    /// <summary>Until every step has had its kill, too. Goes on where an earlier call was stopped; when it has come to its end, the next call begins anew.</summary>
    [Fact(Explicit = true), Trait("soak", "true")]
    public async Task Two_hundred_silos()
    {
        var kept = new DrillRuns("cluster-kills");
        var runs = new List<DrillRun>(await kept.ReadAll());
        while (runs.Count < RunsMax && (Killed(runs).Length < KillsAtLeast || Killed(runs).Distinct().Count() < DrillPoints.Clustered.Count))
        {
            var run = DrillRun.Of(await Run(FirstSeed + runs.Count));
            runs.Add(run);
            await kept.Append(run);
            await File.WriteAllTextAsync(Repository.Report("cluster-kills.md"), KillsReport.Of(runs));
        }

        kept.Forget();
        Assert.All(runs, run => Assert.Empty(run.Score.Violations));
    }

    private static string[] Killed(IEnumerable<DrillRun> runs) => [.. runs.SelectMany(run => KilledPoints.Of(run.Score))];

    private async Task<DrillScore> Run(int seed)
    {
        var drill = ClusterDrillRun.Drills.Single(drill => drill.Name == "kill-in-a-row");
        var score = await ClusterDrillRun.Run(drill, seed, KillsInARun, keep: false, output.WriteLine, CancellationToken.None);
        output.WriteLine($"{score.Seed}: {score.Result}, {score.Acknowledged} acknowledged, {score.Landed} landed, {score.Booked} booked, failovers {string.Join(", ", score.FailoversMs)} ms");
        foreach (var violation in score.Violations) output.WriteLine(violation);
        return score;
    }
}
