using System.Text;
using Spectre.Console;

namespace Orchestrator.Cli.Answers;

/// <summary>
/// Where a command answers. Results go to the output, progress and refusals to the error stream. Colours, live boards and line width are
/// those of a terminal only where one is there; everywhere else the answer is plain text.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Width of a terminal that does not say.</summary>
    private const int UnknownWidth = 80;

    /// <summary>Width of plain text: whoever reads a file or a pipe wraps for himself.</summary>
    private const int PlainWidth = 120;

    public Terminal(TextWriter output, TextWriter error, bool interactive, bool errorInteractive, TextReader input)
    {
        (RawOut, Input, Interactive) = (output, input, interactive);
        Out = Console(output, interactive);
        Error = Console(error, errorInteractive);
    }

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    public TextWriter RawOut { get; }

    public TextReader Input { get; }

    /// <summary>A person is watching.</summary>
    public bool Interactive { get; }

    /// <summary>The answer is one JSON value on the output, and nothing else is.</summary>
    public bool Json { get; set; }

    public static Terminal OfProcess()
    {
        System.Console.OutputEncoding = Encoding.UTF8;
        return new Terminal(
            System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected, System.Console.In);
    }

    public void Write(object answer) => RawOut.WriteLine(JsonText.Of(answer, Interactive));

    /// <returns>The exit code that goes with it.</returns>
    public int Refuse(Refusal refusal)
    {
        if (Json)
        {
            Write(new { Error = new { refusal.Code, refusal.Message, refusal.Allowed, refusal.Remedy } });
            return refusal.Exit;
        }

        Error.MarkupLine($"[red]{refusal.Code}[/]  {Markup.Escape(refusal.Message)}");
        if (refusal.Allowed is not null) Error.MarkupLine($"  [grey]allowed[/]  {Markup.Escape(refusal.Allowed)}");
        if (refusal.Remedy is not null) Error.MarkupLine($"  [grey]remedy[/]   {Markup.Escape(refusal.Remedy)}");
        Error.MarkupLine($"  [grey]more[/]     orch explain {refusal.Code}");
        return refusal.Exit;
    }

    private static IAnsiConsole Console(TextWriter writer, bool interactive)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = interactive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = interactive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = interactive ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!interactive) console.Profile.Width = PlainWidth;
        else if (console.Profile.Width <= 0) console.Profile.Width = UnknownWidth;
        return console;
    }
}
