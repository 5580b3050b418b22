using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Strategies;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch strategies</c>: what each earned and learned, and its pause.</summary>
internal static class StrategiesCommand
{
    private static readonly Argument<string> Strategy = new("STRATEGY") { Description = "Its name, as orch strategies list shows it." };

    private static readonly Option<string> Reason = new("--reason") { Description = "Why; kept in the book and in the audit log.", Required = true };

    public static Command Build(Terminal terminal)
    {
        const string Example = "orch strategies resume arbitrage.ten_token --reason \"losses explained\"";
        var list = With(new Command("list", "Show every strategy that is set up or known to the book."));
        list.SetAction((parse, cancel) => List(terminal, parse, cancel));
        var pause = With(new Command("pause", "Let a strategy open nothing new; what runs ends.") { Strategy, Reason });
        pause.SetAction((parse, cancel) => Change(terminal, parse, "pause", cancel));
        var resume = With(new Command("resume", "End a strategy's pause; its run of losses starts anew.") { Strategy, Reason });
        resume.SetAction((parse, cancel) => Change(terminal, parse, "resume", cancel));
        return HelpWithExamples.With(
            new Command("strategies", "What each strategy earned and learned, and its pause.")
            {
                HelpWithExamples.With(list, "orch strategies list", "orch strategies list --json"),
                HelpWithExamples.With(pause, "orch strategies pause sniper.memecoin --reason \"too many traps today\""), HelpWithExamples.With(resume, Example),
            },
            "orch strategies list", Example);
    }

    private static Command With(Command command)
    {
        foreach (var option in (Option[])[SharedOptions.Address, SharedOptions.Config, SharedOptions.Set]) command.Add(option);
        return command;
    }

    private static async Task<int> List(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var answer = await api.Get("strategies", cancel);
            if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
            var page = answer.Read<StrategyPage>();
            if (terminal.Json) terminal.Write(page);
            else Show(terminal, page);
            return ExitCode.Ok;
        }
    }

    private static void Show(Terminal terminal, StrategyPage page)
    {
        var table = new Table { Border = TableBorder.None }.AddColumns(
            new TableColumn("[grey]strategy[/]"), new TableColumn("[grey]outcomes[/]").RightAligned(), new TableColumn("[grey]won[/]").RightAligned(),
            new TableColumn("[grey]realised SOL[/]").RightAligned(), new TableColumn("[grey]calibration[/]").RightAligned());
        foreach (var one in page.Items)
            table.AddRow(
                Markup.Escape(one.Strategy), one.Outcomes.ToString(CultureInfo.InvariantCulture), one.WinRate.ToString("0 %", CultureInfo.InvariantCulture),
                Markup.Escape(one.RealisedSol), one.Calibration.ToString("0.00", CultureInfo.InvariantCulture));
        terminal.Out.Write(table);
        foreach (var one in page.Items)
            if (one.Account.Pause is { } pause) terminal.Out.MarkupLine($"[red]{Markup.Escape(one.Strategy)} is paused[/] ({Markup.Escape(pause.Cause)}): {Markup.Escape(pause.Reason)}");
    }

    private static async Task<int> Change(Terminal terminal, ParseResult parse, string verb, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var answer = await api.Post($"strategies/{Uri.EscapeDataString(parse.GetValue(Strategy)!)}/{verb}", new { Reason = parse.GetValue(Reason) }, cancel);
            if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
            var done = answer.Read<PauseOutcomeView>();
            if (terminal.Json) terminal.Write(done);
            else terminal.RawOut.WriteLine($"{done.Strategy}: {done.Outcome.Replace('_', ' ')}");
            return ExitCode.Ok;
        }
    }
}
