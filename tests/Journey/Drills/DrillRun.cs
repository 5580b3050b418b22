using System.Globalization;
using System.Reflection;
using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>One run of a long count, with what its figures depend on.</summary>
/// <param name="Build">Commit that was run.</param>
/// <param name="Load">Processes that wanted a core, over the last five minutes of the run; null where the system does not say.</param>
internal sealed record DrillRun(DrillScore Score, string Build, DateTimeOffset At, double? Load)
{
    private const string LoadFile = "/proc/loadavg";

    /// <summary>A run that has just ended.</summary>
    public static DrillRun Of(DrillScore score) => new(score, Commit, TimeProvider.System.GetUtcNow(), LoadNow());

    private static string Commit =>
        typeof(DrillRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion is { } version && version.IndexOf('+', StringComparison.Ordinal) is > 0 and var cut
            ? version[(cut + 1)..][..Math.Min(7, version.Length - cut - 1)] : "unknown";

    private static double? LoadNow() =>
        File.Exists(LoadFile) ? double.Parse(File.ReadAllText(LoadFile).Split(' ')[1], CultureInfo.InvariantCulture) : null;
}
