using Orchestrator.Domain;
using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// Asks a silo to get ready: it is about to be handed a portfolio, and what it has read and reached by then it need not find while nothing trades. Keyed by silo, and placed there by
/// its caller's hint; elsewhere it is of no use and does no harm.
/// </summary>
[Alias("standby-grain"), GrainInterfaceType("standby")]
public interface IStandbyGrain : IGrainWithStringKey
{
    /// <summary>Reads all that a take-over reads. Changes nothing.</summary>
    [Alias("look")]
    Task Look(PortfolioId portfolio);
}
