using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Places;

/// <summary>Where one silo of a drill runs, with what the drill can do to it there. When its silo is gone, another one may take it.</summary>
/// <param name="Settings">What its silo is told beside what all are told.</param>
internal sealed record SiloPlace(IReadOnlyList<string> Settings, Launch Launch)
{
    public static SiloPlace Plain { get; } = new([], Launch.Plain);

    /// <summary>What stands between its silo and Redis; null when nothing does.</summary>
    public FaultProxy? Proxy { get; init; }

    /// <summary>The network of its own; null when it shares the machine's.</summary>
    public DrillHost? Host { get; init; }

    /// <summary>The clock of its own; null when it has the machine's.</summary>
    public FakeClock? Clock { get; init; }
}
