using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>The silo that trades loses the cluster and the store, and can still reach the market: another one takes over, and whatever the lonely one sends must have been promised before.</summary>
internal sealed class SiloIsolation : IClusterDrill
{
    private const int SecondsMin = 8, SecondsMax = 20;

    public string Name => "silo-isolation";

    public string About => "the silo that trades loses Redis and every other silo for 8 to 20 s, but not the venue: another one trades, and nothing is sent twice";

    public int TimesByDefault => 1;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Networks;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel) =>
        LastingFaults.Repeat(stage, times, notes, chance, (SecondsMin, SecondsMax), () =>
        {
            var cut = stage.Orchestrating;
            return CutOff.From(stage, cut, [stage.Network.RedisAddress, .. CutOff.OthersThan(cut, stage)], $"{cut.Name}, which was trading, cut off from Redis and from the other silo") with { Losing = [cut] };
        }, cancel);
}
