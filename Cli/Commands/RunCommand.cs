using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Drills;
using Orchestrator.Cli.Drills.Audits;
using Orchestrator.Cli.Running.Clusters;
using Orchestrator.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch run</c>: trades in real time until SIGINT or SIGTERM, then drains.</summary>
internal static class RunCommand
{
    /// <summary>More silos than this on one machine show nothing that fewer do not.</summary>
    private const int SilosMax = 16;

    private static readonly Option<int?> Cluster = new("--cluster")
    {
        Description = $"Start this many silos on this machine, each a process of its own, as one cluster on the Redis of storage.redis; 2 to {SilosMax}.", HelpName = "SILOS",
    };

    private static readonly Option<string?> KillOrdersFile = new("--kill-orders") { Description = "Drill: die where this file says, when it appears.", HelpName = "FILE", Hidden = true };
    private static readonly Option<string?> Witness = new("--witness") { Description = "Drill: write every acknowledged reservation into this file.", HelpName = "FILE", Hidden = true };
    private static readonly Option<string?> KillAt = new("--kill-at") { Description = "Drill: kill this process at a point, point:n.", Hidden = true };

    static RunCommand() => Cluster.Validators.Add(result =>
    {
        if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var silos) || silos is < 2 or > SilosMax)) result.AddError($"--cluster {token.Value} is not a number from 2 to {SilosMax}.");
    });

    public static Command Build(Terminal terminal)
    {
        var command = new Command("run", "Trade in real time (paper, unless the configuration says otherwise) and serve the API; SIGINT and SIGTERM drain.")
        {
            Cluster, SharedOptions.Config, SharedOptions.Set, KillAt, KillOrdersFile, Witness,
        };
        command.SetAction((parse, cancel) => Run(terminal, parse, cancel));
        return HelpWithExamples.With(command, "orch run", "orch run --config orchestrator.toml", "orch run --cluster 2 --set storage.redis=127.0.0.1:6379", "orch run --set api.address=http://127.0.0.1:5090 --set storage.data_directory=./paper");
    }

    private static async Task<int> Run(Terminal terminal, ParseResult parse, CancellationToken cancel)
    {
        if (!Drill.TryParse(parse.GetValue(KillAt) ?? Environment.GetEnvironmentVariable(KillPoint.Variable), out var faults, out var malformed)) return terminal.Refuse(malformed);
        var (settings, exit) = ConfigCommand.Load(terminal, parse);
        if (settings is null) return exit;

        if (parse.GetValue(Cluster) is { } silos)
            return await new LocalCluster(terminal, settings, SharedOptions.Settings(parse).File, parse.GetValue(SharedOptions.Set) ?? [], silos, TimeProvider.System).Run(cancel);

        using var orders = parse.GetValue(KillOrdersFile) is { } at ? new KillOrders(at, TimeProvider.System) : null;
        using var witness = parse.GetValue(Witness) is { } file ? new AcknowledgedReservations(file) : null;
        var options = new TradingHostOptions
        {
            Settings = settings, ServeApi = settings.Switch("api.enabled"), Faults = orders ?? faults, Witness = witness, ConsoleLog = !terminal.Json,
        };
        await using var host = TradingHost.Build(options);
        await host.StartAsync(cancel);
        var address = options.ServeApi ? host.Urls.FirstOrDefault() : null;
        if (terminal.Json) terminal.Write(new { Running = true, Address = address, settings.Hash, Mode = settings.Text("orchestrator.mode") });
        // What a signal began ends here: the drain is part of the host's own stop.
        await host.WaitForShutdownAsync(cancel);
        return host.Services.GetRequiredService<RunEnd>().Fault is { } fault ? terminal.Refuse(new Refusal(fault.Code, fault.Message, null, fault.Remedy, ExitCode.Error)) : ExitCode.Ok;
    }
}
