using Orchestrator.Domain;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Grains.Sniping;

/// <summary>The sniper's settings in force.</summary>
public interface ISniperSettings
{
    /// <summary>Whose opportunities they become.</summary>
    PortfolioId Portfolio { get; }

    /// <summary>False: launches are remembered and not judged by themselves.</summary>
    bool Enabled { get; }

    SniperPolicy Policy { get; }
}

/// <summary>Switched off, for hosts that bring no settings.</summary>
internal sealed class NoSniper : ISniperSettings
{
    public PortfolioId Portfolio { get; } = new("main");

    public bool Enabled => false;

    public SniperPolicy Policy => SniperPolicy.Default;
}
