using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Silo.Live;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch preflight live</c>: every check that a live start makes, without starting.</summary>
internal static class PreflightCommand
{
    public static Command Build(Terminal terminal)
    {
        var live = new Command("live", "Check key, policy, nodes, wallet, reserves, lookup tables and block engine.") { SharedOptions.Config, SharedOptions.Set };
        live.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(
            new Command("preflight", "What must hold before real money moves.") { HelpWithExamples.With(live, "orch preflight live --config orchestrator.toml") },
            "orch preflight live", "orch preflight live --config orchestrator.toml --json");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        var (settings, exit) = ConfigCommand.Load(terminal, parse);
        if (settings is null) return exit;
        var checks = await Preflight.Run(settings, cancel);
        var failed = checks.Count(check => !check.Passed);
        if (terminal.Json) terminal.Write(new { Passed = failed == 0, Checks = checks });
        else foreach (var check in checks) terminal.RawOut.WriteLine($"{(check.Passed ? "PASS" : "FAIL")}  {check.Name}: {check.Detail}");
        return failed == 0 ? ExitCode.Ok : ExitCode.RefusedBySafety;
    }
}
