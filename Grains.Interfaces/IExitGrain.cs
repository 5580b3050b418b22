using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces;

/// <summary>Looks at what the book holds and offers the sale of what an exit rule sells. Keyed by portfolio; keeps nothing that a restart could lose.</summary>
[Alias("exit-grain"), GrainInterfaceType("exit")]
public interface IExitGrain : IGrainWithStringKey
{
    /// <summary>The market has come this far: looks at every position that is due. One round at a time; a beat during a round does nothing.</summary>
    [Alias("beat"), AlwaysInterleave]
    Task Beat(DateTimeOffset at);
}
