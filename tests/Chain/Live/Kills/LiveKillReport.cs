using System.Globalization;
using System.Text;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>What a person reads of the kills on the real runtime.</summary>
internal static class LiveKillReport
{
    public static string Of(IReadOnlyList<LiveDrillOutcome> drills)
    {
        var text = new StringBuilder("""
            # Kills of the live process, with the Solana runtime as judge

            The live process (own store, own keystore and signer's memory) trades flash-loan arbitrages on litesvm through two RPC doors and a block engine. It is killed with
            SIGKILL at a named point, started again, killed at the next, and so on; then it settles what is open. The chain runs in a process of its own and is never killed.

            A drill passes when: no reservation was executed twice and nothing was executed that was not reserved, as the chain itself lists what landed; no capital was let go at a
            block height at which a message that the signer had signed for it could still land, as the signer's own log says; every acknowledged reservation has its end, the same one
            in book, saga and chain; the book's profit is the wallet's change of balance to the lamport; every equation of conservation holds; trading was never halted.

            Lender and pools are stand-ins of ours in C; the runtime is real. Order and seed follow from the round. Written by
            `Orchestrator.Chain.Tests -explicit only -trait soak=true`.


            """.ReplaceLineEndings("\n"));
        text.Append(CultureInfo.InvariantCulture,
            $"{drills.Sum(drill => drill.Died.Count)} kills in {drills.Count} drills; {drills.Sum(drill => drill.Audit.Reserved)} reservations acknowledged, {drills.Sum(drill => drill.Audit.Signed)} messages signed, {drills.Sum(drill => drill.Audit.Landed)} landed, {drills.Sum(drill => drill.Audit.Posted)} booked, {drills.Sum(drill => drill.Audit.Voided)} released; **{drills.Sum(drill => drill.Audit.Violations.Length)} violations**.\n\n");
        text.Append("| point | kills |\n|---|---|\n");
        foreach (var point in drills.SelectMany(drill => drill.Died).GroupBy(end => end.Kill.Point).OrderBy(group => group.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| `{point.Key}` | {point.Count()} |\n");
        text.Append("\n| seed | kills | reserved | signed | landed | booked | released | profit, lamports | violations | seconds |\n|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var drill in drills)
            text.Append(CultureInfo.InvariantCulture,
                $"| {drill.Seed} | {drill.Died.Count} | {drill.Audit.Reserved} | {drill.Audit.Signed} | {drill.Audit.Landed} | {drill.Audit.Posted} | {drill.Audit.Voided} | {drill.Audit.Profit} | {(drill.Audit.Violations.IsEmpty ? "0" : string.Join("; ", drill.Audit.Violations))} | {drill.Took.TotalSeconds:0} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{drills.Sum(drill => drill.Repeated.Count)} lives ended before they came to their point and were lived again, most of them after an offer that grew too old on a busy machine.\n");
        var missed = drills.SelectMany(drill => drill.Missed).ToArray();
        text.Append(missed.Length == 0 ? "\nEvery point was reached.\n" : $"\nNot reached, so not counted: {string.Join(", ", missed.Select(end => $"`{end}`"))}.\n");
        var otherwise = drills.SelectMany(drill => drill.Otherwise).ToArray();
        if (otherwise.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\n{otherwise.Length} lives ended in another way, most of them by a time-out of their start:\n\n");
        foreach (var one in otherwise) text.Append(CultureInfo.InvariantCulture, $"- `{FirstFault(one)}`\n");
        return text.ToString();
    }

    /// <summary>The point, and the first line that tells of an exception.</summary>
    private static string FirstFault(string told)
    {
        var lines = told.Split('\n');
        var fault = lines.FirstOrDefault(line => line.Contains("Exception", StringComparison.Ordinal)) ?? lines[^1];
        return $"{lines[0][..Math.Min(lines[0].Length, 60)]} … {fault[..Math.Min(fault.Length, 160)]}";
    }
}
