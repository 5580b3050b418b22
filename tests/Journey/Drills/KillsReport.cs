using System.Globalization;
using System.Text;
using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>What a person reads of many kills of clustered silos.</summary>
internal static class KillsReport
{
    public static string Of(IReadOnlyList<DrillRun> runs)
    {
        DrillScore[] scores = [.. runs.Select(run => run.Score)];
        string[] points = [.. scores.SelectMany(score => KilledPoints.Of(score))];
        double[] gaps = [.. scores.SelectMany(score => score.FailoversMs)];
        var text = new StringBuilder("""
            # Kills of clustered silos

            Written by `Orchestrator.Journey.Tests -explicit only -method '*Two_hundred_silos'`, which goes on where it was stopped. What a run is, how it is judged and what the drills have
            found is in [cluster-drills.md](cluster-drills.md). In each run two silos trade, and ten are killed with SIGKILL one after the other, each at the step that is named; the next one starts at once.
            `orch drill kill-in-a-row --seed N --times 10` does one of them again. A failover is the time from the last command before the kill to the first after it; it is measured where the
            silo that was killed was the one that traded.


            """.ReplaceLineEndings("\n"));
        text.Append(CultureInfo.InvariantCulture,
            $"**{points.Length} kills at {points.Distinct().Count()} of {DrillPoints.Clustered.Count} steps, in {runs.Count} runs: lost {scores.Sum(score => score.Lost)}, doubled {scores.Sum(score => score.Doubled)}, conservation violations {scores.Sum(score => score.ConservationViolations)}, unresolved {scores.Sum(score => score.Unresolved)}; {scores.Count(score => score.Result != DrillScore.Pass)} runs failed.** ");
        text.Append(CultureInfo.InvariantCulture,
            $"{scores.Sum(score => score.Acknowledged)} reservations acknowledged, {scores.Sum(score => score.Signatures)} signatures, {scores.Sum(score => score.Landed)} transactions landed and {scores.Sum(score => score.Booked)} booked, {scores.Sum(score => score.Released)} reservations released.\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"Failover over {gaps.Length} kills of the silo that traded: p50 {Text(DrillScore.Percentile(gaps, 0.5))} ms, p99 {Text(DrillScore.Percentile(gaps, 0.99))} ms, largest {Text(gaps.Length == 0 ? null : gaps.Max())} ms (goals: 3 and 8 s).\n\n");
        text.Append("The load is how many processes wanted one of the cores, over five minutes at the end of the run.\n\n");
        text.Append("| seed | killed at | failovers ms | acknowledged | landed | booked | released | violations | seconds | cores | load | commit | ended (UTC) |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var run in runs) Row(text, run);

        Steps(text, points);
        return text.ToString();
    }

    private static void Row(StringBuilder text, DrillRun run)
    {
        var score = run.Score;
        string[] elsewhere = [.. score.Faults.Where(fault => KilledPoints.Of(fault) is null)];
        text.Append(CultureInfo.InvariantCulture,
            $"| {score.Seed} | {string.Join(", ", KilledPoints.Of(score).Select(point => $"`{point}`"))}{(elsewhere.Length == 0 ? "" : "; " + string.Join("; ", elsewhere))} | {string.Join(", ", score.FailoversMs.Select(gap => Text(gap)))} | {score.Acknowledged} | {score.Landed} | {score.Booked} | {score.Released} | {(score.Violations.IsEmpty ? "0" : string.Join("; ", score.Violations))} | {score.Seconds:0} | {Environment.ProcessorCount} | {run.Load:0.0} | {run.Build} | {run.At:yyyy-MM-dd HH:mm} |\n");
    }

    private static void Steps(StringBuilder text, IReadOnlyList<string> points)
    {
        text.Append("\n## Kills at each step\n\n| step | before | after |\n|---|---|---|\n");
        foreach (var step in DrillPoints.Clustered.Where(point => point.Contains("before", StringComparison.Ordinal)))
        {
            var after = step.Replace("before", "after", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"| `{step.Replace(".before", "", StringComparison.Ordinal)}` | {points.Count(point => point == step)} | {points.Count(point => point == after)} |\n");
        }
    }

    private static string Text(double? value) => value is { } known ? known.ToString("0", CultureInfo.InvariantCulture) : "–";
}
