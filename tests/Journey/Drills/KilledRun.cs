using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>One run of a long count, with what its figures depend on; kept on disk until the count is whole.</summary>
/// <param name="Build">Commit that was run.</param>
/// <param name="Load">Processes that wanted a core, over the last five minutes of the run; null where the system does not say.</param>
internal sealed record KilledRun(DrillScore Score, string Build, DateTimeOffset At, double? Load)
{
    private const string LoadFile = "/proc/loadavg", Killed = " killed at ";

    private static string File => Path.Combine(Repository.Root, ".orch", "soak", "cluster-kills.jsonl");

    public static KilledRun Of(DrillScore score) => new(score, Commit, TimeProvider.System.GetUtcNow(), LoadNow());

    public static async Task<IReadOnlyList<KilledRun>> ReadAll() =>
        System.IO.File.Exists(File) ? [.. (await System.IO.File.ReadAllLinesAsync(File)).Select(line => JsonSerializer.Deserialize<KilledRun>(line)!)] : [];

    public static void Forget() => System.IO.File.Delete(File);

    public Task Append()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        return System.IO.File.AppendAllTextAsync(File, JsonSerializer.Serialize(this) + "\n");
    }

    /// <returns>The named steps at which silos were killed; one that was killed anywhere does not count.</returns>
    public static IReadOnlyList<string> PointsOf(DrillScore score) => [.. score.Faults.Select(PointOf).OfType<string>()];

    /// <returns>Null when a fault is no kill at a named step.</returns>
    public static string? PointOf(string fault)
    {
        var at = fault.IndexOf(Killed, StringComparison.Ordinal);
        if (at < 0) return null;
        var point = fault[(at + Killed.Length)..].Split(',')[0];
        return DrillPoints.Clustered.Contains(point) ? point : null;
    }

    private static string Commit =>
        typeof(KilledRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } version && version.IndexOf('+', StringComparison.Ordinal) is > 0 and var cut
            ? version[(cut + 1)..][..Math.Min(7, version.Length - cut - 1)] : "unknown";

    private static double? LoadNow() =>
        System.IO.File.Exists(LoadFile) ? double.Parse(System.IO.File.ReadAllText(LoadFile).Split(' ')[1], CultureInfo.InvariantCulture) : null;
}
