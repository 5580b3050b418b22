using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>What everybody may know of a simulated market's launches beforehand.</summary>
public static class SimulatedLaunches
{
    /// <summary>The creator behind <see cref="LaunchScheme.ListedCreator"/>, in every market.</summary>
    public static PublicKey ListedCreator => VenueLaunches.ListedCreator;
}
