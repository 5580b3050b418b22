using Orchestrator.Cli.Drills.Stages;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Redis comes back empty under a running cluster: nothing is traded any more, by name, and no silo begins afresh.</summary>
internal sealed class RedisEmpty : IClusterDrill
{
    public string Name => "redis-empty";

    public string About => "Redis is killed and comes back without its data: HALT by name, no signature, no fresh start";

    public int TimesByDefault => 1;

    public bool Audited => false;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel) =>
        LostStore.Run(stage, notes, StoreFault.StoreEmptied, stage.Redis.Empty, "empty", cancel);
}
