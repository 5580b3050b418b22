using Orchestrator.Storage.Faults;
using Orleans;
using Orleans.Persistence;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orchestrator.Storage.Redis;

/// <summary>
/// Orleans' own Redis grain storage, stopped when the store was found to be emptied or rolled back. Its writes do not
/// count as commits; the beat of the outer head, once an interval, covers them.
/// </summary>
internal sealed class RedisGrains(RedisGrainStorage inner, RedisStore store, IFaultPoints faults)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => inner.Participate(lifecycle);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        store.ThrowIfBroken();
        return inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        store.ThrowIfBroken();
        faults.Reached(StorePoints.RedisGrainBefore);
        await inner.WriteStateAsync(stateName, grainId, grainState);
        faults.Reached(StorePoints.RedisGrainAfter);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        store.ThrowIfBroken();
        faults.Reached(StorePoints.RedisGrainBefore);
        await inner.ClearStateAsync(stateName, grainId, grainState);
        faults.Reached(StorePoints.RedisGrainAfter);
    }
}
