using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Sniping;

[GenerateSerializer, Alias("creator-state")]
public sealed class CreatorState
{
    [Id(0)]
    public CreatorMemory Memory { get; set; } = CreatorMemory.Empty;
}

/// <summary>Remembers one creator. Costs nothing while nobody asks.</summary>
[GrainType("creator")]
internal sealed class CreatorGrain([PersistentState("creator", StateNames.Grains)] IPersistentState<CreatorState> state) : Grain, ICreatorGrain
{
    public async Task<CreatorMemory> See(string token, string pool, DateTimeOffset at)
    {
        var before = state.State.Memory;
        await Store(before.See(token, pool, at));
        return before;
    }

    public Task NoteEmptied(string pool) => Store(state.State.Memory.NoteEmptied(pool));

    public Task<CreatorMemory> Read() => Task.FromResult(state.State.Memory);

    private Task Store(CreatorMemory next)
    {
        if (ReferenceEquals(next, state.State.Memory)) return Task.CompletedTask;
        state.State.Memory = next;
        return state.WriteOrDeactivate(this);
    }
}
