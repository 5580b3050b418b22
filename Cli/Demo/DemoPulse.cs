using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Cli.Demo;

/// <summary>What a demo looks like at one moment.</summary>
/// <param name="Elapsed">Market time since the venue's first slot.</param>
/// <param name="Address">Of the API; null when it is not served.</param>
internal sealed record DemoPulse(OrchestratorStatus Status, PortfolioSnapshot Book, TimeSpan Elapsed, string? Address);

/// <summary>Where a demo stands, for whoever watches it.</summary>
internal enum DemoPhase
{
    Starting,
    Trading,
    /// <summary>Nothing new is taken; what runs ends.</summary>
    Finishing,
    Checking,
}

/// <summary>Watches a demo. Called by the run itself, between two of its steps.</summary>
internal interface IDemoWatcher
{
    void Phase(DemoPhase phase);

    void Pulse(DemoPulse pulse);
}
