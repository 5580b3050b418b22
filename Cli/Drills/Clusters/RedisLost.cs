using Orchestrator.Cli.Drills.Stages;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>Redis comes back without what it had acknowledged, under a running cluster: nothing is traded any more, by name, and no silo begins afresh.</summary>
/// <param name="loss">What a dead server loses of what is on its disk.</param>
/// <param name="fault">What every silo must call it.</param>
internal abstract class RedisLost(string how, Action<RedisServer, Random> loss, StoreFault fault) : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long nothing may happen.</summary>
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(10);

    public abstract string Name { get; }

    public abstract string About { get; }

    public int TimesByDefault => 1;

    public bool Audited => false;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        var silos = stage.Alive;
        await stage.Redis.Kill();
        loss(stage.Redis, chance);
        var (at, signed) = (DrillStage.Now, stage.Signatures);
        await stage.Redis.Start();
        notes.Fault($"Redis killed; it came back {how}");
        await Named(silos, notes);

        // A silo with the head of the newer store in its directory must not make a new one, nor go on with the older one.
        silos[0].Process.Kill();
        await silos[0].Process.Exit(Patience);
        var again = stage.Again(silos[0]);
        if (await again.Process.Exit(Patience) == 0) notes.Missed($"{again.Name} started on the store that came back");
        await Named([again], notes);
        await Task.Delay(Watched, cancel);
        if (stage.Signatures is var now && now != signed) notes.Missed($"{now - signed} signatures were given after the store was lost");
        if ((await stage.Commands.After(at)).Count is var commands and > 0) notes.Missed($"{commands} commands were given after the store was lost");
    }

    private async Task Named(IReadOnlyList<DrillSilo> silos, DrillNotes notes)
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
                notes.Missed($"{silo.Name} did not say {fault}");
            }
        }
    }
}

/// <summary>Without anything.</summary>
internal sealed class RedisEmpty() : RedisLost("empty", (redis, _) => redis.Empty(), StoreFault.StoreEmptied)
{
    public override string Name => "redis-empty";

    public override string About => "Redis is killed and comes back without its data: HALT by name, no signature, no fresh start";
}

/// <summary>Without the end of its log, as after a disk that lied about what it had written.</summary>
internal sealed class RedisCut() : RedisLost("without the end of its log", (redis, chance) => redis.Cut(ShareMin + (chance.NextDouble() * (ShareMax - ShareMin))), StoreFault.StoreRolledBack)
{
    private const double ShareMin = 0.1, ShareMax = 0.5;

    public override string Name => "redis-cut";

    public override string About => "Redis is killed and comes back without the last 10 to 50 % of its log: HALT by name, no signature, no silo goes on with the older store";
}
