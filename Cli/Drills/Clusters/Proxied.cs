using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>A fault between silos and Redis that lasts a while and ends.</summary>
internal static class Proxied
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <exception cref="TimeoutException">Trading did not come back after it.</exception>
    public static async Task During(
        DrillStage stage, IReadOnlyList<DrillSilo> silos, ProxyMode mode, TimeSpan length, string what, DrillNotes notes, CancellationToken cancel)
    {
        var begun = DrillStage.Now;
        var last = await KillSilo.LastBefore(stage, begun, begun);
        foreach (var silo in silos) silo.Proxy!.Mode = mode;
        notes.Fault(what);
        await Task.Delay(length, cancel);
        foreach (var silo in silos) silo.Proxy!.Mode = ProxyMode.Through;
        var over = DrillStage.Now;
        var first = await stage.Commands.FirstAfter(over, Patience);
        notes.Fault($"commanded {(await stage.Commands.After(begun)).Count(command => command.At <= over)} times meanwhile, again {first.At - over} ms after it was over");
        if (last is { } before) notes.Gap(first.At - before);
        await stage.Fill(notes);
        await stage.Commands.FirstAfter(DrillStage.Now, Patience);
    }
}
