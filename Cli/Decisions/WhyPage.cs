using System.Globalization;
using Orchestrator.Client.Api.Decisions;
using Spectre.Console;

namespace Orchestrator.Cli.Decisions;

/// <summary>One decision as a page: what was seen, how it was scored, what was checked, what would have changed it, what came of it.</summary>
internal static class WhyPage
{
    public static void Print(IAnsiConsole console, DecisionView decision)
    {
        console.MarkupLine($"{Coloured(decision.Outcome)}  [bold]{Markup.Escape(Figures.Words(decision.Reason))}[/]  [grey]{Figures.Time(decision.DecidedAt)}[/]");
        if (decision.Detail is { } detail) console.MarkupLine(Markup.Escape(detail));
        console.MarkupLine($"[grey]{Markup.Escape(decision.Id)}  {Markup.Escape(decision.Opportunity.Strategy)}[/]");
        console.MarkupLine($"[grey]epoch {decision.Epoch}  settings {Markup.Escape(decision.ConfigHash)}[/]");
        Seen(console, decision);
        if (decision.Score is { } score) Score(console, score);
        if (!decision.Checks.IsDefaultOrEmpty) Checks(console, decision);
        if (decision.SmallestChange is { } change)
        {
            Heading(console, "smallest change that would have passed");
            console.Write(new Padder(new Markup($"[yellow]{Markup.Escape(change.Sentence)}[/]"), new Padding(2, 0, 0, 0)));
        }

        Execution(console, decision);
    }

    private static void Seen(IAnsiConsole console, DecisionView decision)
    {
        var seen = decision.Opportunity;
        Heading(console, "opportunity");
        if (!seen.Route.IsDefaultOrEmpty)
            Line(console, "route", string.Join(" → ", seen.Route.Select(leg => Figures.MintName(leg.InputMint)).Append(Figures.MintName(seen.Route[^1].OutputMint)))
                + "  over " + string.Join(", ", seen.Route.Select(leg => leg.Venue)));
        if (seen.Closes is { } position) Line(console, "closes position", position);
        if (seen.Exit is { } exit) Line(console, "exit rule", $"{Figures.Words(exit.Rule)}: {exit.Detail}");
        Line(console, "expected profit", Figures.Sol(seen.ExpectedProfitLamports));
        Line(console, "own capital", Figures.Sol(seen.RequiredCapitalLamports));
        Line(console, "flash loan", Figures.Sol(seen.FlashLoanLamports));
        Line(console, "slippage bound", (seen.SlippageBoundBps / 100m).ToString("0.##", CultureInfo.InvariantCulture) + " %");
        Line(console, "life", (seen.ExpiresAt - seen.CreatedAt).TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s"
            + (seen.DataSlot is { } slot ? $", from data of slot {slot}" : ""));
    }

    private static void Score(IAnsiConsole console, ScoreView score)
    {
        Heading(console, $"score {score.Score.ToString("0.##", CultureInfo.InvariantCulture)}  (raw {score.Raw.ToString("0.####", CultureInfo.InvariantCulture)})");
        Term(console, "+ profit", score.Profit, $"{Number(score.CalibratedSol)} SOL after calibration, {Number(score.ExpectedSol)} expected");
        Term(console, "- risk", score.Risk, null);
        Term(console, "- cost", score.Cost, "own capital per expected profit");
        Term(console, "+ bonus", score.Bonus, "the strategy's record");
        Term(console, "× priority", score.Multiplier, null);
    }

    private static void Checks(IAnsiConsole console, DecisionView decision)
    {
        Heading(console, "checks, on the book as it would be after the trade");
        var table = new Table { Border = TableBorder.None, ShowHeaders = true }.AddColumns(
            new TableColumn("").PadRight(1), new TableColumn("[grey]check[/]"), new TableColumn("[grey]value[/]").RightAligned(),
            new TableColumn("[grey]limit[/]").RightAligned(), new TableColumn("[grey]margin[/]").RightAligned());
        foreach (var check in decision.Checks)
        {
            var condition = check.Unit == "condition";
            var colour = check.Passed ? "default" : "red";
            string Cell(string text) => $"[{colour}]{Markup.Escape(text)}[/]";
            table.AddRow(
                check.Passed ? "[green] ✓[/]" : "[red] ✗[/]", Cell($"{check.Number,2} {Figures.Words(check.Check)}"),
                Cell(condition ? (check.Passed ? "holds" : "does not hold") : Figures.Value(check.Value, check.Unit)),
                Cell(condition ? "" : Figures.Value(check.Limit, check.Unit)), Cell(condition ? "" : Figures.Value(check.Margin, check.Unit)));
        }

        console.Write(table);
        foreach (var check in decision.Checks.Where(check => !check.Passed && check.Detail is not null))
            console.MarkupLine($"  [red]{check.Number,2}[/] {Markup.Escape(check.Detail!)}");
    }

    private static void Execution(IAnsiConsole console, DecisionView decision)
    {
        if (decision.Execution is { } execution)
        {
            Heading(console, $"execution: {Figures.Words(execution.State)}, sent {execution.Sends} {(execution.Sends == 1 ? "time" : "times")}");
            foreach (var step in execution.Steps) Line(console, Figures.Words(step.State), $"{Figures.Time(step.At)}{(step.Note is null ? "" : "  " + step.Note)}");
            if (execution.Signature is { } signature) Line(console, "signature", signature);
        }

        if (decision.Result is not { } result) return;
        Heading(console, $"result: {Figures.Words(result.Outcome)}{(result.Code is null ? "" : " (" + Figures.Words(result.Code) + ")")}");
        Line(console, "realised", $"{Figures.Signed(result.RealisedLamports)}  of {Figures.Sol(result.ExpectedLamports)} expected");
        if (result.FeeLamports is { } fee) Line(console, "fee and tip", $"{Figures.Sol(fee)} and {Figures.Sol(result.TipLamports ?? 0)}, in slot {result.Slot}");
    }

    private static void Heading(IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{Markup.Escape(text)}[/]");
    }

    private static void Line(IAnsiConsole console, string name, string value)
    {
        var grid = new Grid().AddColumn(new GridColumn().Width(18).NoWrap().Padding(2, 0, 0, 0)).AddColumn(new GridColumn().Padding(0, 0, 0, 0));
        console.Write(grid.AddRow($"[grey]{Markup.Escape(name)}[/]", Markup.Escape(value)));
    }

    private static void Term(IAnsiConsole console, string name, double value, string? remark) => console.MarkupLine(
        $"  [grey]{Markup.Escape(name),-14}[/]{Markup.Escape(value.ToString("0.0000", CultureInfo.InvariantCulture).PadLeft(12))}{(remark is null ? "" : $"  [grey]{Markup.Escape(remark)}[/]")}");

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    internal static string Coloured(string outcome) => outcome switch
    {
        "executed" => "[green]EXECUTED[/]",
        "rejected" => "[red]REJECTED[/]",
        _ => $"[yellow]{Markup.Escape(outcome.ToUpperInvariant())}[/]",
    };
}
