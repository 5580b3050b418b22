using System.Collections.Immutable;
using Orchestrator.Cli.Drills.Audits;

namespace Orchestrator.Cli.Drills;

/// <summary>What a run of a drill comes to. Every count but those of the faults and of what was traded must be 0.</summary>
/// <param name="Lost">Acknowledged or landed, and not where it must be.</param>
/// <param name="Doubled">Signed, landed or booked more than once.</param>
/// <param name="ConservationViolations">Equations of the book, and differences between book and wallet.</param>
/// <param name="Unresolved">Reservations and sagas that did not end.</param>
/// <param name="FailoverP50Ms">Last command before a fault to the first after it; null when nothing was measured.</param>
/// <param name="OlderEpochsRefused">Requests of a replaced orchestrator that were refused by name.</param>
/// <param name="Kept">Directory with the logs of a run that failed.</param>
internal sealed record DrillScore(
    string Drill, int Seed, int Times, string Result, int Lost, int Doubled, int ConservationViolations, int Unresolved, double? FailoverP50Ms, double? FailoverP99Ms,
    int Acknowledged, int Landed, int Booked, int Released, int Signatures, int OlderEpochsRefused, double Seconds, ImmutableArray<string> Faults,
    ImmutableArray<double> FailoversMs, ImmutableArray<string> Violations, string? Kept)
{
    public const string Pass = "PASS", Fail = "FAIL";

    /// <summary>The nearest rank, as in a table of measured values.</summary>
    public static double? Percentile(IReadOnlyList<double> values, double share) =>
        values.Count == 0 ? null : values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * values.Count) - 1));

    public static int Count(IEnumerable<Violation> violations, ViolationKind kind) => violations.Count(violation => violation.Kind == kind);
}
