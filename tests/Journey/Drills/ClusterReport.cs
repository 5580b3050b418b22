using System.Globalization;
using System.Text;
using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>What a person reads of many drills of clusters; each drill has a part of its own under docs/reports.</summary>
internal static class ClusterReport
{
    public static Task Write(IReadOnlyList<DrillScore> scores) => File.WriteAllTextAsync(Repository.Report($"cluster-drills-{scores[0].Drill}.md"), Of(scores));

    private static string Of(IReadOnlyList<DrillScore> scores)
    {
        string Milliseconds(double? value) => value is { } known ? known.ToString("0", CultureInfo.InvariantCulture) : "–";
        double[] gaps = [.. scores.SelectMany(score => score.FailoversMs)];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"## {scores[0].Drill}\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{scores.Sum(score => score.Times)} faults ordered in {scores.Count} runs; {scores.Sum(score => score.Acknowledged)} reservations acknowledged, {scores.Sum(score => score.Landed)} landed, {scores.Sum(score => score.Booked)} booked, {scores.Sum(score => score.Released)} released. **Lost {scores.Sum(score => score.Lost)}, doubled {scores.Sum(score => score.Doubled)}, conservation violations {scores.Sum(score => score.ConservationViolations)}, unresolved {scores.Sum(score => score.Unresolved)}.** Failover p50 {Milliseconds(DrillScore.Percentile(gaps, 0.5))} ms, p99 {Milliseconds(DrillScore.Percentile(gaps, 0.99))} ms over {gaps.Length}; {scores.Sum(score => score.OlderEpochsRefused)} requests of an older epoch refused by name.\n\n");
        text.Append("| seed | result | faults | failovers ms | acknowledged | landed | booked | released | older epochs refused | violations | seconds |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var score in scores)
            text.Append(CultureInfo.InvariantCulture,
                $"| {score.Seed} | {score.Result} | {string.Join("; ", score.Faults)} | {string.Join(", ", score.FailoversMs.Select(gap => Milliseconds(gap)))} | {score.Acknowledged} | {score.Landed} | {score.Booked} | {score.Released} | {score.OlderEpochsRefused} | {(score.Violations.IsEmpty ? "0" : string.Join("; ", score.Violations))} | {score.Seconds:0} |\n");
        return text.ToString();
    }
}
