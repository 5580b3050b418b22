using Orchestrator.Cli.Drills.Stages;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Redis comes back empty under a running cluster: nothing is traded any more, by name, and no silo begins afresh.</summary>
internal sealed class RedisEmpty : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long nothing may happen.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public string Name => "redis-empty";

    public string About => "Redis is killed and comes back without its data: HALT by name, no signature, no fresh start";

    public int TimesByDefault => 1;

    public bool Audited => false;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        var silos = stage.Alive;
        await stage.Redis.Kill();
        stage.Redis.Empty();
        var (at, signed) = (DrillStage.Now, stage.Signatures);
        await stage.Redis.Start();
        notes.Fault("Redis killed; it came back empty");
        await Named(silos, notes);

        // A silo with the head of the old store in its directory must not make a new one.
        silos[0].Process.Kill();
        await silos[0].Process.Exit(Patience);
        var again = stage.Again(silos[0]);
        if (await again.Process.Exit(Patience) == 0) notes.Missed($"{again.Name} started afresh on the empty store");
        await Named([again], notes);
        await Task.Delay(Watched, cancel);
        if (stage.Signatures is var now && now != signed) notes.Missed($"{now - signed} signatures were given after the store was lost");
        if ((await stage.Commands.After(at)).Count is var commands and > 0) notes.Missed($"{commands} commands were given after the store was lost");
    }

    private static async Task Named(IReadOnlyList<DrillSilo> silos, DrillNotes notes)
    {
        foreach (var silo in silos)
        {
            try
            {
                await silo.Process.Line(line => line.Contains(nameof(StoreFault.StoreEmptied), StringComparison.Ordinal), Patience);
                notes.Fault($"{silo.Name}: {nameof(StoreFault.StoreEmptied)}, nothing is traded");
            }
            catch (TimeoutException)
            {
                notes.Missed($"{silo.Name} did not name the emptied store");
            }
        }
    }
}
