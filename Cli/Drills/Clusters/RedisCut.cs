using System.Globalization;
using Orchestrator.Cli.Drills.Stages;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Redis comes back with an older log under a running cluster, as from a backup or a disk that lied: nothing is traded any more, by name.</summary>
internal sealed class RedisCut : IClusterDrill
{
    private const int PercentMin = 10, PercentMax = 50;

    public string Name => "redis-cut";

    public string About => "Redis is killed and comes back without the last 10 to 50 % of its log: HALT by name, no signature, no start on it";

    public int TimesByDefault => 1;

    public bool Audited => false;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        var percent = chance.Next(PercentMin, PercentMax + 1);
        return LostStore.Run(stage, notes, StoreFault.StoreRolledBack, () => stage.Redis.Cut(percent), string.Create(CultureInfo.InvariantCulture, $"without the last {percent} % of its log"), cancel);
    }
}
