using System.Globalization;
using System.Text;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>What a person reads of a night of drills.</summary>
internal static class DrillReport
{
    public static string Of(IReadOnlyList<DrillOutcome> drills)
    {
        var text = new StringBuilder("""
            # Kill drills

            The trading process is killed with SIGKILL at the n-th passage of a named point, started again, killed at the next point, and so on; then
            it settles what is open. The venue runs as a process of its own, is never killed, and judges, together with a witness that wrote down every
            reservation the dead processes had acknowledged.

            A drill passes when: every acknowledged reservation is known and ended once; every transaction of our wallet that landed is booked by exactly
            one saga and nothing else is booked; book and wallet agree to the unit for every asset; every equation of conservation holds; nothing is open;
            no reservation had two signatures that could live at once; every saga has ended and has its decision in the journal; trading was never halted.

            The points and passages follow from the seed. The market loses 15 % of what is sent and delays 25 %. Written by
            `Orchestrator.Journey.Tests -explicit only -trait soak=true`.


            """.ReplaceLineEndings("\n"));
        foreach (var store in drills.GroupBy(drill => drill.Store)) Write(text, store.Key, [.. store]);
        return text.ToString();
    }

    private static void Write(StringBuilder text, string store, IReadOnlyList<DrillOutcome> drills)
    {
        text.Append(CultureInfo.InvariantCulture, $"## {store}\n\n");
        text.Append(CultureInfo.InvariantCulture,
            $"{drills.Sum(drill => drill.Kills.Count)} kills in {drills.Count} drills; {drills.Sum(drill => drill.Audit.Acknowledged)} reservations acknowledged, {drills.Sum(drill => drill.Audit.Landed)} transactions landed and {drills.Sum(drill => drill.Audit.Posted)} booked, {drills.Sum(drill => drill.Audit.Voided)} released; **{drills.Sum(drill => drill.Audit.Violations.Length)} violations**. {drills.Sum(drill => drill.Audit.Undecided)} commanded executions had no decision in the journal.\n\n");
        text.Append("| seed | killed at point:passage | acknowledged | landed | booked | released | signatures | no decision | violations | seconds |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var drill in drills)
            text.Append(CultureInfo.InvariantCulture,
                $"| {drill.Seed} | {string.Join(", ", drill.Kills.Select(kill => $"`{kill}`"))} | {drill.Audit.Acknowledged} | {drill.Audit.Landed} | {drill.Audit.Posted} | {drill.Audit.Voided} | {drill.Audit.Signatures} | {drill.Audit.Undecided} | {(drill.Audit.Violations.IsEmpty ? "0" : string.Join("; ", drill.Audit.Violations))} | {drill.Took.TotalSeconds:0} |\n");
        var missed = drills.SelectMany(drill => drill.Missed).ToArray();
        text.Append(missed.Length == 0 ? "\nEvery point was reached.\n\n" : $"\nNot reached in its life, so not counted: {string.Join(", ", missed.Select(kill => $"`{kill}`"))}.\n\n");
    }
}
