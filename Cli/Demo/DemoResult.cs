using System.Collections.Immutable;

namespace Orchestrator.Cli.Demo;

/// <summary>What a demo came to, as it is printed.</summary>
/// <param name="Result"><c>PASS</c>, <c>FAIL</c> or <c>NO EXPECTATION</c>.</param>
/// <param name="ConservationViolations">Equations of the book that do not hold, and assets of which book and wallet differ. Must read 0.</param>
/// <param name="Faults">What the run's own checks found; empty when all hold.</param>
/// <param name="Differences">Figures that are not as recorded; empty without an expectation.</param>
/// <param name="Launches">What the sniper made of the market's launches; null where it was off.</param>
/// <param name="MarketSeconds">Market time when the last execution was over.</param>
internal sealed record DemoResult(
    string Result, ulong Seed, int Seconds, int Opportunities, int Executed, ImmutableSortedDictionary<string, int> Rejected, int Expired, int Dropped,
    long EquityLamports, long RealisedProfitLamports, int ConservationViolations, double DecisionP50Ms, double DecisionP99Ms, string DecisionsDigest,
    long Epoch, string SettingsHash, string Storage, bool Resumed, double MarketSeconds, double WallSeconds, int Landed,
    ImmutableArray<string> Faults, ImmutableArray<Difference> Differences,
    LaunchTally? Launches = null)
{
    public const string Pass = "PASS";
    public const string Fail = "FAIL";
    public const string NoExpectation = "NO EXPECTATION";

    public Expectation ToExpectation() => new(
        Seed, Seconds, SettingsHash, Opportunities, Executed, Rejected, Expired, Dropped, EquityLamports, RealisedProfitLamports, DecisionsDigest);

    /// <summary>Judges the figures: by their own checks first, then by what was recorded. A resumed run is not the tape, so only the checks judge it.</summary>
    public DemoResult Judged(Expectation? expectation)
    {
        var differences = expectation is null || Resumed ? [] : expectation.DifferencesTo(ToExpectation());
        var result = !Faults.IsEmpty || !differences.IsEmpty ? Fail : expectation is null || Resumed ? NoExpectation : Pass;
        return this with { Result = result, Differences = differences };
    }
}
