using Orchestrator.Cli.Drills;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>Where silos were killed, read from what a drill wrote down.</summary>
internal static class KilledPoints
{
    private const string Killed = " killed at ";

    /// <returns>The named steps; a silo that was killed anywhere does not count.</returns>
    public static IReadOnlyList<string> Of(DrillScore score) => [.. score.Faults.Select(Of).OfType<string>()];

    /// <returns>Null when a fault is no kill at a named step.</returns>
    public static string? Of(string fault)
    {
        var at = fault.IndexOf(Killed, StringComparison.Ordinal);
        if (at < 0) return null;
        var point = fault[(at + Killed.Length)..].Split(',')[0];
        return DrillPoints.Clustered.Contains(point) ? point : null;
    }
}
