using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Feeds;
using Orchestrator.Cli.Inspecting;
using Orchestrator.Cli.Quoting;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary>The command tree, and the one place where the end of a command becomes an exit code.</summary>
internal static class CommandLine
{
    public static RootCommand Tree(Terminal terminal)
    {
        var root = new RootCommand("The Strategic Orchestrator: finds, judges and executes trades, and says why.") { SharedOptions.Json };
        foreach (var command in Commands(terminal)) root.Add(command);
        foreach (var option in root.Options.OfType<HelpOption>()) option.Action = new HelpWithExamples((HelpAction)option.Action!);
        return root;
    }

    public static async Task<int> Run(string[] args, Terminal terminal)
    {
        if (args.Length == 0) args = ["--help"];
        var parse = Tree(terminal).Parse(args);
        terminal.Json = parse.GetValue(SharedOptions.Json);
        if (parse.Errors.Count > 0) return terminal.Refuse(Unreadable(parse));

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, stop));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, stop));
        var invocation = new InvocationConfiguration
        {
            Output = terminal.RawOut, EnableDefaultExceptionHandler = false,
            // A drain takes longer than the two seconds that the library would allow it.
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parse.InvokeAsync(invocation, stop.Token);
        }
        catch (Exception fault)
        {
            if (Environment.GetEnvironmentVariable(Faults.TraceVariable) == "1") terminal.Error.WriteLine(fault.ToString());
            return terminal.Refuse(Faults.ToRefusal(fault, stop.IsCancellationRequested));
        }
    }

    private static IEnumerable<Command> Commands(Terminal terminal) =>
    [
        DemoCommand.Build(terminal),
        RunCommand.Build(terminal),
        StatusCommand.Build(terminal),
        WhyCommand.Build(terminal),
        DecisionsCommand.Build(terminal),
        OperateCommand.Halt(terminal),
        OperateCommand.Resume(terminal),
        StrategiesCommand.Build(terminal),
        BlacklistCommand.Build(terminal),
        SellCommand.Build(terminal),
        SaveCommand.Build(terminal),
        ConfigCommand.Build(terminal),
        InspectCommand.Build(terminal),
        QuoteCommand.Build(terminal),
        ReplayCommand.Build(terminal),
        RecordCommand.Build(terminal),
        ExplainCommand.Build(terminal),
        VenueCommand.Build(terminal),
        DrillCommand.Build(terminal),
        ApiKeyCommand.Build(terminal),
        LiveCommand.Build(terminal),
        PreflightCommand.Build(terminal),
        ShadowCommand.Build(terminal),
        KeyCommand.Build(terminal),
        SignerCommand.Build(terminal),
    ];

    /// <summary>
    /// The first signal asks; a second SIGINT ends the process at once. A second SIGTERM says nothing new: a terminal tells every silo of a cluster, and whoever
    /// started them tells them again.
    /// </summary>
    private static void Stop(PosixSignalContext context, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested)
        {
            context.Cancel = context.Signal == PosixSignal.SIGTERM;
            return;
        }

        context.Cancel = true;
        stop.Cancel();
    }

    private static Refusal Unreadable(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var path = command is RootCommand ? "orch" : "orch " + PathOf(parse);
        var allowed = command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)
            .Concat(command.Options.Where(option => !option.Hidden).Select(option => option.Name));
        return new(
            RefusalCodes.Unreadable, string.Join(" ", parse.Errors.Select(error => error.Message)), string.Join(", ", allowed), $"{path} --help", ExitCode.Error);
    }

    private static string PathOf(ParseResult parse)
    {
        var names = new Stack<string>();
        for (var at = parse.CommandResult; at?.Command is not (null or RootCommand); at = at.Parent as System.CommandLine.Parsing.CommandResult)
            names.Push(at.Command.Name);
        return string.Join(' ', names);
    }
}
