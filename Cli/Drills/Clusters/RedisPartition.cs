using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>The silo that trades loses Redis while the others have it: it can promise nothing, and what it had promised holds.</summary>
internal sealed class RedisPartition : IClusterDrill
{
    private const int SecondsMin = 8, SecondsMax = 20;

    public string Name => "redis-partition";

    public string About => "the silo that trades is cut off from Redis for 8 to 20 s while the others are not: nothing is promised that is not stored";

    public int TimesByDefault => 1;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Proxies;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            await stage.Fill(notes);
            var length = TimeSpan.FromSeconds(chance.Next(SecondsMin, SecondsMax + 1));
            var cut = stage.Orchestrating;
            await Proxied.During(stage, [cut], ProxyMode.HalfOpen, length, $"{cut.Name} cut off from Redis for {length.TotalSeconds:0} s, it was trading", notes, cancel);
        }
    }
}
