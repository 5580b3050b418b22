using System.Globalization;
using System.Text;
using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>What a person reads of many drills of clusters.</summary>
internal static class ClusterReport
{
    public static string Of(IReadOnlyList<DrillRun> runs)
    {
        DrillScore[] scores = [.. runs.Select(run => run.Score)];
        var text = new StringBuilder("""
            # Drills of a cluster, run by run

            Written by `Orchestrator.Journey.Tests -explicit only -method '*Every_drill_many_times'`, which goes on where it was stopped. What a drill is, how it is judged and what drills have found is in
            [cluster-drills.md](cluster-drills.md); `orch drill NAME --seed N --times N` does one of them again. A failover is the time from the last command before a fault to the first after it; where a
            fault lasts, the longest time without a command while it did.


            """.ReplaceLineEndings("\n"));
        text.Append(CultureInfo.InvariantCulture,
            $"**{runs.Count} runs of {scores.Select(score => score.Drill).Distinct().Count()} drills: lost {scores.Sum(score => score.Lost)}, doubled {scores.Sum(score => score.Doubled)}, conservation violations {scores.Sum(score => score.ConservationViolations)}, unresolved {scores.Sum(score => score.Unresolved)}; {scores.Count(score => score.Result != DrillScore.Pass)} runs failed.** ");
        text.Append(CultureInfo.InvariantCulture,
            $"{scores.Sum(score => score.Acknowledged)} reservations acknowledged, {scores.Sum(score => score.Landed)} transactions landed and {scores.Sum(score => score.Booked)} booked, {scores.Sum(score => score.Released)} reservations released, {scores.Sum(score => score.OlderEpochsRefused)} requests of an older epoch refused by name.\n");
        foreach (var drill in runs.GroupBy(run => run.Score.Drill)) Part(text, drill.Key, [.. drill]);
        return text.ToString();
    }

    private static void Part(StringBuilder text, string drill, IReadOnlyList<DrillRun> runs)
    {
        double[] gaps = [.. runs.SelectMany(run => run.Score.FailoversMs)];
        text.Append(CultureInfo.InvariantCulture, $"\n## {drill}\n\n");
        if (gaps.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"Failover over {gaps.Length}: median {DrillScore.Percentile(gaps, 0.5):0} ms, largest {gaps.Max():0} ms.\n\n");
        text.Append("| seed | result | what happened | failovers ms | acknowledged | landed | booked | released | older epochs refused | violations | seconds | load | commit | ended (UTC) |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var run in runs) Row(text, run);
    }

    private static void Row(StringBuilder text, DrillRun run)
    {
        var score = run.Score;
        text.Append(CultureInfo.InvariantCulture,
            $"| {score.Seed} | {score.Result} | {string.Join("; ", score.Faults)} | {string.Join(", ", score.FailoversMs.Select(gap => gap.ToString("0", CultureInfo.InvariantCulture)))} | {score.Acknowledged} | {score.Landed} | {score.Booked} | {score.Released} | {score.OlderEpochsRefused} | {(score.Violations.IsEmpty ? "0" : string.Join("; ", score.Violations))} | {score.Seconds:0} | {run.Load:0.0} | {run.Build} | {run.At:yyyy-MM-dd HH:mm} |\n");
    }
}
