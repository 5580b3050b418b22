using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Orchestrator.Benchmarks.Reporting;

/// <summary>Prints each figure as it is measured and keeps all of them for the table.</summary>
internal sealed class Report(string command)
{
    private readonly List<Figure> _figures = [];
    private readonly List<string> _notes = [];
    private readonly string _loadBefore = Load();
    private readonly DateTimeOffset _begun = DateTimeOffset.UtcNow;

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        Console.WriteLine(string.Join("  ", new[]
        {
            $"{figure.Load}: {figure.What}", figure.Measured, figure.Peer is null ? "" : $"beside {figure.Peer}", figure.Ratio ?? "",
            figure.Goal is null ? "" : $"goal {figure.Goal}: {(figure.Met == true ? "met" : "NOT MET")}",
        }.Where(part => part.Length > 0)));
    }

    /// <summary>Says under the table what a figure rests on.</summary>
    public void Note(string note)
    {
        _notes.Add(note);
        Console.WriteLine("   " + note);
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Command: `{command}`").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Begun {_begun:yyyy-MM-dd HH:mm} UTC on {Environment.ProcessorCount} cores ({Processor()}), {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; load average before {_loadBefore}, after {Load()}.").AppendLine();
        text.AppendLine("| load | figure | measured | beside it, same run | ratio | goal | |").AppendLine("|---|---|---|---|---|---|---|");
        foreach (var figure in _figures)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {figure.Load} | {figure.What} | {figure.Measured} | {figure.Peer} | {figure.Ratio} | {figure.Goal} | {figure.Verdict} |");
        text.AppendLine();
        foreach (var note in _notes) text.AppendLine(CultureInfo.InvariantCulture, $"- {note}");
        return text.ToString();
    }

    private static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unnamed"
        : "unnamed";
}
