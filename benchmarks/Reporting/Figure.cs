namespace Orchestrator.Benchmarks.Reporting;

/// <summary>One measured figure beside what it is compared with in the same run.</summary>
/// <param name="Peer">What stands beside it; null when there is nothing to compare with.</param>
/// <param name="Ratio">Figure over peer, or peer over figure where more is better; says itself which.</param>
/// <param name="Goal">Null: reported without a goal.</param>
/// <param name="Met">Null without a goal.</param>
internal sealed record Figure(string Load, string What, string Measured, string? Peer, string? Ratio, string? Goal, bool? Met)
{
    public string Verdict => Met switch { true => "met", false => "**not met**", null => "" };
}
