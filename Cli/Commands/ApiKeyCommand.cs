using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Client.Api.Access;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch api-key</c>: makes keys and the lines of a key file. A key is read from standard input, never from the command line.</summary>
internal static class ApiKeyCommand
{
    public static Command Build(Terminal terminal)
    {
        var role = new Option<string>("--role") { Description = "What the key may do.", DefaultValueFactory = _ => "viewer" };
        role.AcceptOnlyFromAmong("viewer", "operator", "admin");
        var name = new Option<string>("--name") { Description = "Who holds it; shown in the audit log.", DefaultValueFactory = _ => "cli" };

        var hash = new Command("hash", "Read a key from standard input and print its line for the key file.") { role, name };
        hash.SetAction((parse, _) => Hash(terminal, RoleOf(parse.GetValue(role)!), parse.GetValue(name)!));
        var create = new Command("new", "Make a key; it is shown once, and its line goes to the key file.") { role, name };
        create.SetAction(parse => Answer(terminal, RoleOf(parse.GetValue(role)!), parse.GetValue(name)!, ApiKeys.Create(), show: true));

        return HelpWithExamples.With(
            new Command("api-key", "Make API keys and the lines of the key file (api.key_file).")
            {
                HelpWithExamples.With(hash, "orch api-key hash --role operator --name alice < key.txt"),
                HelpWithExamples.With(create, "orch api-key new --role viewer --name grafana"),
            },
            "orch api-key new --role viewer --name grafana", "orch api-key hash --role operator --name alice < key.txt");
    }

    private static async Task<int> Hash(Terminal terminal, ApiRole role, string name)
    {
        var key = (await terminal.Input.ReadLineAsync())?.Trim();
        return key is { Length: >= ApiKeys.LengthMin and <= ApiKeys.LengthMax }
            ? Answer(terminal, role, name, key, show: false)
            : terminal.Refuse(new(
                RefusalCodes.Unreadable, $"Standard input holds no key; it has {key?.Length ?? 0} characters.", $"one line of {ApiKeys.LengthMin} to {ApiKeys.LengthMax} characters",
                "orch api-key new makes one", ExitCode.Error));
    }

    private static int Answer(Terminal terminal, ApiRole role, string name, string key, bool show)
    {
        var line = ApiKeys.Line(role, name, key);
        if (terminal.Json)
        {
            terminal.Write(new { Key = show ? key : null, Line = line });
            return ExitCode.Ok;
        }

        if (show) terminal.Error.MarkupLine($"[grey]key, shown once:[/]  {Markup.Escape(key)}");
        terminal.RawOut.WriteLine(line);
        return ExitCode.Ok;
    }

    private static ApiRole RoleOf(string word) => Enum.Parse<ApiRole>(word, ignoreCase: true);
}
