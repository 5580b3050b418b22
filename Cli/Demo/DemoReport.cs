using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Domain.Money;
using Spectre.Console;

namespace Orchestrator.Cli.Demo;

/// <summary>Prints what a demo came to, last line first in importance: the RESULT.</summary>
internal static class DemoReport
{
    public static void Print(IAnsiConsole console, DemoResult result)
    {
        Line(console, "opportunities", Count(result.Opportunities), $"in {result.MarketSeconds.ToString("0", CultureInfo.InvariantCulture)} s of market time, {result.WallSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s of yours");
        Line(console, "executed", Count(result.Executed), $"{result.Landed} landed on the venue");
        Line(console, "rejected", Count(result.Rejected.Values.Sum()), null);
        foreach (var (reason, count) in result.Rejected.OrderByDescending(pair => pair.Value)) Line(console, "  " + reason, Count(count), null);
        Line(console, "expired", Count(result.Expired), null);
        Line(console, "dropped", Count(result.Dropped), null);
        Line(console, "equity", new Lamports(result.EquityLamports).ToSolString(), "SOL");
        Line(console, "realised profit", new Lamports(result.RealisedProfitLamports).ToSolString(), "SOL");
        Line(console, "conservation", result.ConservationViolations == 0 ? "holds" : $"{result.ConservationViolations} violations", "book and venue wallet agree to the unit", result.ConservationViolations == 0);
        if (result.Launches is { Seen: > 0 } launches)
            Line(console, "launches", Count(launches.Seen), launches.ToString(), launches.Wrong.IsEmpty);
        Line(console, "decision p50", Milliseconds(result.DecisionP50Ms), null);
        Line(console, "decision p99", Milliseconds(result.DecisionP99Ms), null);
        Line(console, "decisions digest", result.DecisionsDigest[..16], null);
        console.WriteLine();
        Verdict(console, result);
    }

    private static void Verdict(IAnsiConsole console, DemoResult result)
    {
        foreach (var fault in result.Faults) console.MarkupLine($"[red]fault[/]  {Markup.Escape(fault)}");
        if (!result.Differences.IsEmpty)
        {
            var table = new Table { Border = TableBorder.Simple }.AddColumns("figure", "expected", "this run");
            foreach (var difference in result.Differences) table.AddRow(Markup.Escape(difference.Figure), Markup.Escape(Short(difference.Expected)), Markup.Escape(Short(difference.Actual)));
            console.Write(table);
        }

        console.MarkupLine(result.Result switch
        {
            DemoResult.Pass => $"RESULT  matches the expected result of this tape (seed {result.Seed}, {result.Seconds} s): [green]PASS[/]",
            DemoResult.NoExpectation when result.Resumed => "RESULT  a resumed run is judged by its own books, and they hold: [green]NO EXPECTATION[/]",
            DemoResult.NoExpectation => $"RESULT  nobody recorded this tape (seed {result.Seed}, {result.Seconds} s, settings {result.SettingsHash}); its own checks hold: [yellow]NO EXPECTATION[/]",
            _ when !result.Faults.IsEmpty => "RESULT  this run broke a rule that must always hold: [red]FAIL[/]",
            _ => $"RESULT  differs from the expected result of this tape (seed {result.Seed}, {result.Seconds} s): [red]FAIL[/]",
        });
        if (result.Result == DemoResult.Fail)
            console.MarkupLine($"[grey]more    orch explain {(result.Faults.IsEmpty ? RefusalCodes.DemoDiffers : RefusalCodes.DemoSelfCheck)}[/]");
        else console.MarkupLine("[grey]next    orch why last-rejected    orch decisions    orch run[/]");
    }

    private static void Line(IAnsiConsole console, string name, string value, string? remark, bool? good = null)
    {
        var shown = Markup.Escape(value.PadLeft(20));
        var coloured = good switch { true => $"[green]{shown}[/]", false => $"[red]{shown}[/]", _ => shown };
        console.MarkupLine($"[grey]{Markup.Escape(name.PadRight(24))}[/]{coloured}{(remark is null ? "" : $"  [grey]{Markup.Escape(remark)}[/]")}");
    }

    private static string Short(string text) => text.Length > 24 ? text[..16] + "…" : text;

    private static string Milliseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture) + " ms";

    private static string Count(int value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
