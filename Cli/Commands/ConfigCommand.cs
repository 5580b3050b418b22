using System.CommandLine;
using Orchestrator.Cli.Answers;
using Orchestrator.Silo.Configuration;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch config</c>: what is in force, where it came from, and everything that is wrong, at once.</summary>
internal static class ConfigCommand
{
    public static Command Build(Terminal terminal)
    {
        var check = new Command("check", "Check file, variables and command line; every error at once.") { SharedOptions.Config, SharedOptions.Set };
        check.SetAction(parse => Check(terminal, parse));

        var origin = new Option<bool>("--origin") { Description = "Show where each value came from." };
        var prefix = new Argument<string?>("PREFIX") { Description = "Only keys that start with it, for example risk.", Arity = ArgumentArity.ZeroOrOne };
        var show = new Command("show", "Show every setting in force.") { prefix, origin, SharedOptions.Config, SharedOptions.Set };
        show.SetAction(parse => Show(terminal, parse, parse.GetValue(prefix), parse.GetValue(origin)));

        return HelpWithExamples.With(
            new Command("config", "Check and show the configuration.")
            {
                HelpWithExamples.With(check, "orch config check", "orch config check --config orchestrator.toml --json"),
                HelpWithExamples.With(show, "orch config show --origin", "orch config show risk --set risk.max_positions=5"),
            },
            "orch config check", "orch config show --origin");
    }

    /// <returns>The settings, or the exit code of a configuration that was refused aloud.</returns>
    public static (EffectiveSettings? Settings, int Exit) Load(Terminal terminal, ParseResult parse)
    {
        var (load, file) = SharedOptions.Settings(parse);
        return load.Settings is { } settings ? (settings, ExitCode.Ok) : (null, Refuse(terminal, load, file));
    }

    public static int Refuse(Terminal terminal, SettingsLoad load, string? file)
    {
        if (terminal.Json)
        {
            terminal.Write(new { Valid = false, File = file, Errors = load.Errors });
            return ExitCode.Configuration;
        }

        foreach (var error in load.Errors)
        {
            terminal.Error.MarkupLine($"[red]{error.Code}[/]  [bold]{Markup.Escape(error.Where)}[/]  {Markup.Escape(error.Message)}");
            if (error.Allowed is not null) terminal.Error.MarkupLine($"  [grey]allowed[/]  {Markup.Escape(error.Allowed)}");
        }

        var codes = load.Errors.Select(error => error.Code).Distinct().ToList();
        terminal.Error.MarkupLine($"{load.Errors.Count} {(load.Errors.Count == 1 ? "error" : "errors")}; nothing was changed.  [grey]more[/]  orch explain {codes[0]}");
        return ExitCode.Configuration;
    }

    private static int Check(Terminal terminal, ParseResult parse)
    {
        var (load, file) = SharedOptions.Settings(parse);
        if (load.Settings is not { } settings) return Refuse(terminal, load, file);
        var changed = settings.Values.Count(value => value.Origin != "default");
        if (terminal.Json) terminal.Write(new { Valid = true, File = file, settings.Hash, Changed = changed });
        else terminal.Out.MarkupLine($"[green]valid[/]  {Markup.Escape(file ?? "defaults, no file")}  {changed} of {settings.Values.Count()} settings differ from their default  [grey]hash {settings.Hash}[/]");
        return ExitCode.Ok;
    }

    private static int Show(Terminal terminal, ParseResult parse, string? prefix, bool origin)
    {
        var (settings, exit) = Load(terminal, parse);
        if (settings is null) return exit;
        var shown = settings.Values.Where(value => prefix is null || value.Setting.Key.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        if (shown.Count == 0)
            return terminal.Refuse(new(
                RefusalCodes.NotFound, $"No setting starts with {prefix}.",
                string.Join(", ", settings.Values.Select(value => value.Setting.Key.Split('.')[0]).Distinct()), "orch config show", ExitCode.NotFound));
        if (terminal.Json) terminal.Write(new { settings.Hash, Settings = shown.Select(Json) });
        else Table(terminal, shown, origin);
        return ExitCode.Ok;
    }

    private static void Table(Terminal terminal, List<EffectiveValue> shown, bool origin)
    {
        foreach (var section in shown.GroupBy(value => value.Setting.Key[..value.Setting.Key.LastIndexOf('.')]))
        {
            terminal.Out.MarkupLine($"[bold]{Markup.Escape($"[{section.Key}]")}[/]");
            foreach (var value in section)
            {
                var name = value.Setting.Key[(section.Key.Length + 1)..];
                var text = Markup.Escape(value.Shown + (value.Setting.Unit is { } unit && value.Text is not null ? " " + unit : ""));
                var changed = value.Origin == "default" ? text : $"[yellow]{text}[/]";
                terminal.Out.MarkupLine($"  {name,-30} {changed}{(origin ? $"  [grey]{Markup.Escape(value.Origin)}[/]" : "")}");
            }
        }
    }

    private static object Json(EffectiveValue value) => new
    {
        value.Setting.Key, Value = value.Setting.Secret ? value.Shown : value.Text, value.Setting.Unit, value.Origin, value.Setting.Default,
        value.Setting.Allowed, value.Setting.Live, value.Setting.About,
    };
}
