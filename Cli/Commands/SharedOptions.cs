using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Running;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Cli.Commands;

/// <summary>Options that mean the same wherever they stand.</summary>
internal static class SharedOptions
{
    public static readonly Option<bool> Json = new("--json") { Description = "Answer with one JSON value, for programs.", Recursive = true };

    public static readonly Option<string?> Config = new("--config")
    {
        Description = "Configuration file; without it orchestrator.toml of this directory, when there is one.", HelpName = "FILE",
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "One setting, over file and variables; may be repeated.", HelpName = "key=value", DefaultValueFactory = _ => [],
    };

    public static readonly Option<string?> Address = new("--address")
    {
        Description = "Address of the running one; without it the one of the configuration.", HelpName = "URL",
    };

    /// <returns>A client of the orchestrator that the command line means, or the exit code of a refusal that was said aloud.</returns>
    public static (ApiClient? Client, int Exit) Api(Terminal terminal, ParseResult parse)
    {
        var text = parse.GetValue(Address);
        if (text is null)
        {
            var (settings, exit) = ConfigCommand.Load(terminal, parse);
            if (settings is null) return (null, exit);
            text = settings.Text("api.address");
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            return (new ApiClient(address, Environment.GetEnvironmentVariable(ApiClient.KeyVariable)), ExitCode.Ok);
        return (null, terminal.Refuse(new(
            RefusalCodes.Unreadable, $"'{text}' is not an address.", "an address like http://127.0.0.1:5080", "Give it with --address.", ExitCode.Error)));
    }

    /// <summary>The settings that a command line names: file, variables and <c>--set</c>.</summary>
    public static (SettingsLoad Load, string? File) Settings(ParseResult parse)
    {
        var file = parse.GetValue(Config) ?? (File.Exists(SettingsLoader.FileName) ? SettingsLoader.FileName : null);
        return (SettingsLoader.Load(file, Environment.GetEnvironmentVariables(), parse.GetValue(Set) ?? []), file);
    }
}
