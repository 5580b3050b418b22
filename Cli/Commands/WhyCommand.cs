using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Decisions;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch why</c>: everything one decision was made on.</summary>
internal static class WhyCommand
{
    /// <summary>Length of the end of an id that is enough to name one among the newest decisions.</summary>
    private const int ShortIdMin = 6;

    private const int RecentMax = 500;

    private static readonly Argument<string> Which = new("WHICH")
    {
        Description = "An id (or its last 6 digits or more), last, last-rejected or last-executed.", DefaultValueFactory = _ => "last",
    };

    public static Command Build(Terminal terminal)
    {
        var command = new Command("why", "Say why an opportunity was executed, rejected or dropped.") { Which, SharedOptions.Address, SharedOptions.Config, SharedOptions.Set };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch why last-rejected", "orch why last-executed --json", "orch why 019b76da-6c60-7b5e-9b7a-5f6ad1d9c0de");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var (source, refusal) = await DecisionSources.Choose(api, parse, cancel);
            if (source is null) return terminal.Refuse(refusal!);
            if (source.Remark is { } remark) terminal.Error.MarkupLine($"[grey]{Markup.Escape(remark)}[/]");
            (var id, refusal) = await Resolve(source, parse.GetValue(Which)!, cancel);
            if (id is null) return terminal.Refuse(refusal!);
            (var decision, refusal) = await source.Find(id, cancel);
            if (decision is null) return terminal.Refuse(refusal!);
            if (terminal.Json) terminal.Write(decision);
            else WhyPage.Print(terminal.Out, decision);
            return ExitCode.Ok;
        }
    }

    private static async Task<(string? Id, Refusal? Refusal)> Resolve(IDecisionSource source, string which, CancellationToken cancel)
    {
        if (Guid.TryParseExact(which, "D", out var id)) return (id.ToString("D"), null);
        var filter = which switch
        {
            "last" => new DecisionFilter(Limit: 1),
            "last-rejected" => new DecisionFilter("rejected", Limit: 1),
            "last-executed" => new DecisionFilter("executed", Limit: 1),
            _ => new DecisionFilter(Limit: RecentMax),
        };
        var (recent, refusal) = await source.List(filter, cancel);
        if (refusal is not null) return (null, refusal);
        var found = filter.Limit == 1 ? recent : [.. recent.Where(decision => which.Length >= ShortIdMin && decision.Id.EndsWith(which, StringComparison.OrdinalIgnoreCase))];
        return found.Length == 1 ? (found[0].Id, null) : (null, new(
            RefusalCodes.NotFound, filter.Limit == 1 ? "Nothing of the kind was decided yet." : $"{(found.IsEmpty ? "No" : $"{found.Length}")} decisions among the newest {RecentMax} end in {which}.",
            "an id, the end of a recent one, last, last-rejected or last-executed", "orch decisions", ExitCode.NotFound));
    }
}
