using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Operating;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch halt</c> and <c>orch resume</c>: the brake and its end.</summary>
internal static class OperateCommand
{
    public static Command Halt(Terminal terminal) => HelpWithExamples.With(
        Build(terminal, "halt", "Stop trading until an operator resumes it; survives every restart."), "orch halt --reason \"prices look wrong\"");

    public static Command Resume(Terminal terminal) => HelpWithExamples.With(
        Build(terminal, "resume", "Lift a halt; the loss breakers start anew from today's equity."), "orch resume --reason \"feed repaired, checked by hand\"");

    private static Command Build(Terminal terminal, string verb, string about)
    {
        var reason = new Option<string>("--reason") { Description = "Why; kept in the book and in the audit log.", Required = true };
        var command = new Command(verb, about) { reason, SharedOptions.Address, SharedOptions.Config, SharedOptions.Set };
        command.SetAction((parse, cancel) => Run(terminal, parse, verb, parse.GetValue(reason)!, cancel));
        return command;
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, string verb, string reason, CancellationToken cancel)
    {
        var (api, exit) = SharedOptions.Api(terminal, parse);
        if (api is null) return exit;
        using (api)
        {
            var answer = await api.Post(verb, new { Reason = reason }, cancel);
            if (answer.Refusal is { } refusal) return terminal.Refuse(refusal);
            var done = answer.Read<OperationView>();
            if (done.Outcome == "not_halted")
                return terminal.Refuse(new(RefusalCodes.RefusedBySafety, $"Trading is not halted; it is {done.TradingState.ToUpperInvariant()}.", "resume after a halt", "orch status", ExitCode.RefusedBySafety));
            if (terminal.Json) terminal.Write(done);
            else terminal.Out.MarkupLine($"{Colour(done.TradingState)}  {Markup.Escape(done.Outcome.Replace('_', ' '))} by {Markup.Escape(done.Actor)}: {Markup.Escape(reason)}");
            return ExitCode.Ok;
        }
    }

    private static string Colour(string state) => state == "active" ? "[green]ACTIVE[/]" : $"[red]{Markup.Escape(state.ToUpperInvariant())}[/]";
}
