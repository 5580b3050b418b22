using System.CommandLine;
using System.Text.RegularExpressions;
using Orchestrator.Cli.Answers;
using Orchestrator.Cli.Explanations;
using Spectre.Console;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orch explain CODE</c>: the page of an error, offline.</summary>
internal static partial class ExplainCommand
{
    public static Command Build(Terminal terminal)
    {
        var code = new Argument<string?>("CODE") { Description = "For example ORCH-CONF-0003; without it, every code.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("explain", "Say what an error code means, what to do and what became of the state.") { code };
        command.SetAction(parse => parse.GetValue(code) is { } wanted ? Show(terminal, wanted) : List(terminal));
        return HelpWithExamples.With(command, "orch explain ORCH-CONF-0003", "orch explain conf-0003 --json");
    }

    private static int Show(Terminal terminal, string code)
    {
        if (ErrorPage.Find(code) is not { } page)
        {
            var nearest = ErrorPage.Nearest(code);
            return terminal.Refuse(new(
                RefusalCodes.NotFound, $"No error has the code {code}; the nearest is {nearest}.", "a code of the list that `orch explain` shows", $"orch explain {nearest}", ExitCode.NotFound));
        }

        if (terminal.Json)
        {
            terminal.Write(new { page.Code, page.Title, Sections = page.Sections.ToDictionary(part => part.Name.ToLowerInvariant(), part => part.Text) });
            return ExitCode.Ok;
        }

        terminal.Out.MarkupLine($"[bold]{page.Code}[/]  {Markup.Escape(page.Title)}");
        foreach (var section in page.Sections)
        {
            terminal.Out.WriteLine();
            terminal.Out.MarkupLine($"[grey]{section.Name}[/]");
            terminal.Out.Write(new Padder(new Markup(Coloured(section.Text)), new Padding(2, 0, 0, 0)));
        }

        return ExitCode.Ok;
    }

    private static int List(Terminal terminal)
    {
        var pages = ErrorPage.Codes.Select(code => ErrorPage.Find(code)!).ToList();
        if (terminal.Json) terminal.Write(pages.Select(page => new { page.Code, page.Title }));
        else foreach (var page in pages) terminal.Out.MarkupLine($"{page.Code,-16} [grey]{Markup.Escape(page.Title)}[/]");
        return ExitCode.Ok;
    }

    private static string Coloured(string text) => Code().Replace(Markup.Escape(text), "[teal]$1[/]");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
