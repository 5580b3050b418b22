using Orchestrator.Cli.Drills.Stages;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Redis comes back without what it had acknowledged: every silo must say so by name, and neither a command nor a signature may follow.</summary>
internal static class LostStore
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long nothing may happen.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    /// <param name="spoil">What becomes of the dead server's data.</param>
    /// <param name="what">The same in words.</param>
    public static async Task Run(DrillStage stage, DrillNotes notes, StoreFault fault, Action spoil, string what, CancellationToken cancel)
    {
        var silos = stage.Alive;
        await stage.Redis.Kill();
        spoil();
        var (at, signed) = (DrillStage.Now, stage.Signatures);
        await stage.Redis.Start();
        notes.Fault($"Redis killed; it came back {what}");
        await Named(silos, fault, notes);

        // A silo with the head of the store in its directory must not take this one for it.
        silos[0].Process.Kill();
        await silos[0].Process.Exit(Patience);
        var again = stage.Again(silos[0]);
        if (await again.Process.Exit(Patience) == 0) notes.Missed($"{again.Name} started on the store that had lost what it acknowledged");
        await Named([again], fault, notes);
        await Task.Delay(Watched, cancel);
        if (stage.Signatures is var now && now != signed) notes.Missed($"{now - signed} signatures were given after the store was lost");
        if ((await stage.Commands.After(at)).Count is var commands and > 0) notes.Missed($"{commands} commands were given after the store was lost");
    }

    private static async Task Named(IReadOnlyList<DrillSilo> silos, StoreFault fault, DrillNotes notes)
    {
        foreach (var silo in silos)
        {
            try
            {
                await silo.Process.Line(line => line.Contains(fault.ToString(), StringComparison.Ordinal), Patience);
                notes.Fault($"{silo.Name}: {fault}, nothing is traded");
            }
            catch (TimeoutException)
            {
                notes.Missed($"{silo.Name} did not name the fault {fault}");
            }
        }
    }
}
