using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>The silo that trades loses others of the network for a while, by packets that vanish.</summary>
/// <param name="name">Of the drill.</param>
/// <param name="about">What happens, in one sentence.</param>
/// <param name="fault">What the silo that trades loses.</param>
internal sealed class Partition(string name, string about, Func<DrillStage, DrillSilo, LastingFault> fault) : IClusterDrill
{
    private const int SecondsMin = 8, SecondsMax = 20;

    /// <summary>Two silos lose each other while both have Redis and the venue: each takes the other for dead, and only one may be right.</summary>
    public static Partition OfSilos { get; } = new(
        "silo-partition", "silos cannot reach each other for 8 to 20 s, while each reaches Redis and the venue: one goes on trading, the other one ends",
        (stage, cut) => CutOff.From(stage, cut, CutOff.OthersThan(cut, stage), $"{cut.Name}, which was trading, and the other silo cut off from each other") with { Losing = stage.Alive });

    /// <summary>The silo that trades loses the cluster and the store, and can still reach the market: whatever it sends must have been promised before.</summary>
    public static Partition OfOneSilo { get; } = new(
        "silo-isolation", "the silo that trades loses Redis and every other silo for 8 to 20 s, but not the venue: another one trades, and nothing is sent twice",
        (stage, cut) => CutOff.From(stage, cut, [stage.Network.RedisAddress, .. CutOff.OthersThan(cut, stage)], $"{cut.Name}, which was trading, cut off from Redis and from the other silo") with { Losing = [cut] });

    /// <summary>The silo that trades loses Redis while the others have it: it can promise nothing, and what it had promised holds.</summary>
    public static Partition FromRedis { get; } = new(
        "redis-partition", "the silo that trades is cut off from Redis for 8 to 20 s, and from nothing else: nothing is promised that is not stored",
        (stage, cut) => CutOff.From(stage, cut, [stage.Network.RedisAddress], $"{cut.Name}, which was trading, cut off from Redis") with { Silences = true });

    public string Name => name;

    public string About => about;

    public int TimesByDefault => 1;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Networks;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel) =>
        LastingFaults.Repeat(stage, times, notes, chance, (SecondsMin, SecondsMax), () => fault(stage, stage.Orchestrating), cancel);
}
