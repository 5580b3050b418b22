using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>The silo that trades loses Redis while the others have it: it can promise nothing, and what it had promised holds.</summary>
internal sealed class RedisPartition : IClusterDrill
{
    private const int SecondsMin = 8, SecondsMax = 20;

    public string Name => "redis-partition";

    public string About => "the silo that trades is cut off from Redis for 8 to 20 s, and from nothing else: nothing is promised that is not stored";

    public int TimesByDefault => 1;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Networks;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel) =>
        LastingFaults.Repeat(stage, times, notes, chance, (SecondsMin, SecondsMax), () =>
        {
            var cut = stage.Orchestrating;
            return CutOff.From(stage, cut, [stage.Network.RedisAddress], $"{cut.Name}, which was trading, cut off from Redis") with { Silences = true };
        }, cancel);
}
