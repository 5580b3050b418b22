using System.Text.Json;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Commands;

namespace Orchestrator.Cli.Tests;

/// <summary>Runs one command line in this process, as a script would see it.</summary>
internal static class CommandTest
{
    public static Task<CommandAnswer> Run(params string[] args) => RunWith("", args);

    /// <param name="input">What stands on standard input.</param>
    public static async Task<CommandAnswer> RunWith(string input, params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.Run(args, new Terminal(output, error, interactive: false, errorInteractive: false, new StringReader(input)));
        return new(code, output.ToString(), error.ToString());
    }
}

internal sealed record CommandAnswer(int Code, string Output, string Error)
{
    /// <summary>The output as the one JSON value that it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
