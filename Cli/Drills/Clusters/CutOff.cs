using System.Net;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Faults of the network between hosts.</summary>
internal static class CutOff
{
    /// <summary>One silo and all of these hear nothing of each other while it lasts.</summary>
    public static LastingFault From(DrillStage stage, DrillSilo silo, IReadOnlyList<IPAddress> others, string what)
    {
        var (network, here) = (stage.Network, silo.Place.Host!.Address);
        return new(what, async () =>
        {
            foreach (var other in others) await network.Cut(here, other);
        }, async () =>
        {
            foreach (var other in others) await network.Mend(here, other);
        });
    }

    /// <summary>Where the other silos that live are.</summary>
    public static IReadOnlyList<IPAddress> OthersThan(DrillSilo than, DrillStage stage) => [.. stage.Alive.Where(silo => silo != than).Select(silo => silo.Place.Host!.Address)];
}
