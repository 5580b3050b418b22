using Orchestrator.Domain.Sniping;
using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>What is remembered of one creator of pools. Keyed by its address.</summary>
[Alias("creator-grain"), GrainInterfaceType("creator")]
public interface ICreatorGrain : IGrainWithStringKey
{
    /// <summary>Remembers a launch. The same pool again changes nothing.</summary>
    /// <returns>What was known before it.</returns>
    [Alias("see")]
    Task<CreatorMemory> See(string token, string pool, DateTimeOffset at);

    /// <summary>The pool lost its liquidity.</summary>
    [Alias("note-emptied")]
    Task NoteEmptied(string pool);

    [Alias("read")]
    Task<CreatorMemory> Read();
}
