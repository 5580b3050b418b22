using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Two silos lose each other while both have Redis and the venue: each takes the other for dead, and only one may be right.</summary>
internal sealed class SiloPartition : IClusterDrill
{
    private const int SecondsMin = 8, SecondsMax = 20;

    public string Name => "silo-partition";

    public string About => "silos cannot reach each other for 8 to 20 s, while each reaches Redis and the venue: one goes on trading, the other one ends";

    public int TimesByDefault => 1;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Networks;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel) =>
        LastingFaults.Repeat(stage, times, notes, chance, (SecondsMin, SecondsMax), () =>
        {
            var cut = stage.Orchestrating;
            return CutOff.From(stage, cut, CutOff.OthersThan(cut, stage), $"{cut.Name}, which was trading, and the other silo cut off from each other") with { Losing = stage.Alive };
        }, cancel);
}
