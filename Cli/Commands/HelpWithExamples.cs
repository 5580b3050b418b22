using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Orchestrator.Cli.Commands;

/// <summary>The usual help, and below it lines that can be copied.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];
    private static readonly ConditionalWeakTable<Command, string> Details = [];

    public override bool Terminating => true;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var code = usual.Invoke(parseResult);
        // The library names the program after its file; people call it by the wrapper's name.
        output.WriteLine(text.ToString().Replace(RootCommand.ExecutableName, "orch", StringComparison.Ordinal).TrimEnd());
        output.WriteLine();
        if (Details.TryGetValue(parseResult.CommandResult.Command, out var details)) output.WriteLine(details + "\n");
        if (!Examples.TryGetValue(parseResult.CommandResult.Command, out var lines)) return code;
        output.WriteLine("Examples:");
        foreach (var line in lines) output.WriteLine("  " + line);
        output.WriteLine();
        return code;
    }

    /// <summary>Gives a command what is too long for one line of a list of commands; its own help shows it.</summary>
    public static TCommand Detailed<TCommand>(TCommand command, string details)
        where TCommand : Command
    {
        Details.Add(command, details);
        return command;
    }

    /// <summary>Gives a command its examples.</summary>
    public static TCommand With<TCommand>(TCommand command, params string[] examples)
        where TCommand : Command
    {
        Examples.Add(command, examples);
        return command;
    }
}
