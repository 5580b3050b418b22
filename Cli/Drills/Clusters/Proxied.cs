using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>A fault between silos and Redis that lasts a while and ends.</summary>
internal static class Proxied
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>As often as asked: two silos trade, the fault comes for so many seconds, and trading must be back after it.</summary>
    /// <param name="fault">What it is this time; asked when two silos trade.</param>
    /// <exception cref="TimeoutException">Trading did not come back after it.</exception>
    public static async Task Repeat(
        DrillStage stage, int times, DrillNotes notes, Random chance, (int Min, int Max) seconds, Func<ProxiedFault> fault, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            await stage.Fill(notes);
            var length = TimeSpan.FromSeconds(chance.Next(seconds.Min, seconds.Max + 1));
            await During(stage, fault(), length, notes, cancel);
        }
    }

    private static async Task During(DrillStage stage, ProxiedFault fault, TimeSpan length, DrillNotes notes, CancellationToken cancel)
    {
        var begun = DrillStage.Now;
        var last = await stage.Commands.LastBefore(begun, begun);
        foreach (var silo in fault.Silos) silo.Proxy!.Mode = fault.Mode;
        notes.Fault($"{fault.What} for {length.TotalSeconds:0} s");
        await Task.Delay(length, cancel);
        foreach (var silo in fault.Silos) silo.Proxy!.Mode = ProxyMode.Through;
        var over = DrillStage.Now;
        var first = await stage.Commands.FirstAfter(over, Patience);
        notes.Fault($"commanded {(await stage.Commands.After(begun)).Count(command => command.At <= over)} times meanwhile, again {first.At - over} ms after it was over");
        if (last is { } before) notes.Gap(first.At - before);
        await stage.Fill(notes);
        await stage.Commands.FirstAfter(DrillStage.Now, Patience);
    }
}

/// <param name="Silos">Whose way to Redis it is.</param>
internal sealed record ProxiedFault(IReadOnlyList<DrillSilo> Silos, ProxyMode Mode, string What);
