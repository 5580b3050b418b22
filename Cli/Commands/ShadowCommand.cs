using System.CommandLine;
using System.Globalization;
using Orchestrator.Cli.Answers;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Silo.Live;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch shadow</c>: how far paper is from the chain, by what the shadow mode has measured.</summary>
internal static class ShadowCommand
{
    public static Command Build(Terminal terminal)
    {
        var report = new Command("report", "Compare what paper would have booked with what the chain would have made of the same bytes.") { SharedOptions.Config, SharedOptions.Set };
        report.SetAction(parse => Report(terminal, parse));
        string[] examples = ["orch shadow report --config orchestrator.toml", "orch shadow report --json"];
        return HelpWithExamples.With(new Command("shadow", "What the shadow mode has measured.") { HelpWithExamples.With(report, examples) }, examples);
    }

    private static int Report(Terminal terminal, ParseResult parse)
    {
        var (settings, exit) = ConfigCommand.Load(terminal, parse);
        if (settings is null) return exit;
        var directory = settings.Text("storage.data_directory");
        IReadOnlyList<ShadowGap> gaps;
        try
        {
            gaps = ShadowGapFile.Read(directory);
        }
        catch (InvalidDataException fault)
        {
            return terminal.Refuse(new(RefusalCodes.AnswerUnreadable, fault.Message, "whole lines as the shadow mode writes them", $"Move {ShadowGapFile.Name} away: the next shadow run begins it anew.", ExitCode.Error));
        }

        var summaries = ShadowSummary.Of(gaps);
        if (summaries.Count == 0)
            return terminal.Refuse(new(RefusalCodes.NotFound, $"{Path.Combine(directory, ShadowGapFile.Name)} holds no trade.", "the data directory of a shadow run", "orch run --set orchestrator.mode=shadow", ExitCode.NotFound));
        if (terminal.Json)
        {
            terminal.Write(summaries);
            return ExitCode.Ok;
        }

        foreach (var one in summaries)
        {
            terminal.RawOut.WriteLine($"{one.Strategy}: {one.Trades} trades, {one.Landing} would have landed");
            terminal.RawOut.WriteLine($"  paper {Sol(one.Paper)} SOL, chain {Sol(one.Chain)} SOL, gap {Sol(one.Chain - one.Paper)} SOL");
            if (one.Landing > 0) terminal.RawOut.WriteLine($"  gap of one that lands: median {Sol(one.GapMedian)} SOL, worst {Sol(one.GapWorst)} SOL");
            foreach (var (code, count) in one.Codes) terminal.RawOut.WriteLine($"  {count} × {code}");
        }

        return ExitCode.Ok;
    }

    private static string Sol(long lamports) => ((decimal)lamports / Lamports.PerSol).ToString("0.#########", CultureInfo.InvariantCulture);
}
