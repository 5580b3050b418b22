using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Drills;
using Orchestrator.Silo.Hosting;
using Microsoft.Extensions.Hosting;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch run</c>: trades in real time until SIGINT or SIGTERM, then drains.</summary>
internal static class RunCommand
{
    private static readonly Option<string?> KillAt = new("--kill-at") { Description = "Drill: kill this process at a point, point:n.", Hidden = true };

    public static Command Build(Terminal terminal)
    {
        var command = new Command("run", "Trade in real time (paper, unless the configuration says otherwise) and serve the API; SIGINT and SIGTERM drain.")
        {
            SharedOptions.Config, SharedOptions.Set, KillAt,
        };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch run", "orch run --config orchestrator.toml", "orch run --set api.address=http://127.0.0.1:5090 --set storage.data_directory=./paper");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        if (!Drill.TryParse(parse.GetValue(KillAt) ?? Environment.GetEnvironmentVariable(KillPoint.Variable), out var faults, out var malformed)) return terminal.Refuse(malformed);
        var (settings, exit) = ConfigCommand.Load(terminal, parse);
        if (settings is null) return exit;

        var options = new TradingHostOptions
        {
            Settings = settings, ServeApi = settings.Switch("api.enabled"), Faults = faults, ConsoleLog = !terminal.Json,
        };
        await using var host = TradingHost.Build(options);
        await host.StartAsync(cancel);
        var address = options.ServeApi ? host.Urls.FirstOrDefault() : null;
        if (terminal.Json) terminal.Write(new { Running = true, Address = address, settings.Hash, Mode = settings.Text("orchestrator.mode") });
        // What a signal began ends here: the drain is part of the host's own stop.
        await host.WaitForShutdownAsync(cancel);
        return ExitCode.Ok;
    }
}
