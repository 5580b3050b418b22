using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>kill -9 of every silo at the same moment, as when a host loses power; then two others start on what was stored.</summary>
internal sealed class KillCluster : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public string Name => "kill-cluster";

    public string About => "kill -9 of all silos at once under load; two others start and find who is dead, what is open and what waited";

    public int TimesByDefault => 1;

    public bool Audited => true;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            cancel.ThrowIfCancellationRequested();
            await stage.Fill(notes);
            var (silos, begun) = (stage.Alive, DrillStage.Now);
            foreach (var silo in silos) silo.IsExpectedToEnd = true;
            foreach (var silo in silos) silo.Process.Kill();
            foreach (var silo in silos) await silo.Process.Exit(Patience);
            notes.Fault($"{string.Join(" and ", silos.Select(silo => silo.Name))} killed at once");
            var died = silos.Max(silo => silo.Process.ExitedAt.ToUnixTimeMilliseconds());
            await stage.Fill(notes);
            var first = await stage.Commands.FirstAfter(died, Patience);
            if (await stage.Commands.LastBefore(begun, died) is { } last) notes.Gap(first.At - last);
        }
    }
}
