using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Storage;

/// <summary>A silo whose store may not be used does not start: nothing is activated on an empty or older book.</summary>
internal sealed class StoreGate(IStore store) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(StoreGate), ServiceLifecycleStage.First, cancel => store.Open(cancel));
}
