using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Two silos lose each other while both reach Redis and the venue: one declares the other dead, and only one goes on trading.</summary>
internal sealed class SiloPartition : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int SecondsMin = 10, SecondsMax = 20;

    public string Name => "partition";

    public string About => "silos in network namespaces lose each other for 10 to 20 s while both reach Redis and the venue: one is declared dead and ends; needs root";

    public int TimesByDefault => 1;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Namespaces;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            await stage.Fill(notes);
            var length = TimeSpan.FromSeconds(chance.Next(SecondsMin, SecondsMax + 1));
            var (begun, both, epoch) = (DrillStage.Now, stage.Alive, stage.Orchestrating.Epoch);
            // One of them ends; which is the membership's to say.
            foreach (var silo in both) silo.IsExpectedToEnd = true;
            var last = await KillSilo.LastBefore(stage, begun, begun);
            stage.Network!.Part(true);
            notes.Fault($"{string.Join(" and ", both.Select(silo => silo.Name))} lost each other for {length.TotalSeconds:0} s");
            await Task.Delay(length, cancel);
            stage.Network.Part(false);
            foreach (var silo in both.Where(silo => !silo.Process.HasExited)) silo.IsExpectedToEnd = false;
            var first = await stage.Commands.FirstAfter(begun + 1, Patience);
            if (last is { } before) notes.Gap((await First(stage, begun, epoch) ?? first).At - before);
            notes.Fault($"{both.Count(silo => silo.Process.HasExited)} of them ended, {stage.Orchestrating.Name} trades with epoch {stage.Orchestrating.Epoch}");
            await stage.Fill(notes);
            await stage.Commands.FirstAfter(DrillStage.Now, Patience);
        }
    }

    /// <summary>The first command of a new epoch; null when the one that traded went on trading.</summary>
    private static async Task<CommandTime?> First(DrillStage stage, long begun, long epoch)
    {
        foreach (var command in await stage.Commands.After(begun))
            if (command.Epoch > epoch) return command;
        return null;
    }
}
