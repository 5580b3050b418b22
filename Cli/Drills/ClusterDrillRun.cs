using System.Diagnostics;
using Orchestrator.Cli.Drills.Audits;
using Orchestrator.Cli.Drills.Clusters;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills;

/// <summary>One run of one drill, from an empty store to the audit.</summary>
internal static class ClusterDrillRun
{
    private static readonly TimeSpan TradePatience = TimeSpan.FromMinutes(3);

    private const int SignaturesBefore = 3;

    public static IReadOnlyList<IClusterDrill> Drills { get; } =
    [
        new KillSilo(), new KillInARow(), new KillCluster(), new FreezeSilo(), new DrainSilo(), new RollingRestart(), Partition.OfSilos, Partition.OfOneSilo, new ClockJump(),
        new EventsAgain(),
        new RedisRestart(), new RedisEmpty(), new RedisCut(), new RedisSlow(), new RedisHalfOpen(), Partition.FromRedis,
    ];

    /// <param name="keep">Keep the logs of a run that found nothing, too.</param>
    /// <param name="tell">Told what happens, as it happens.</param>
    public static async Task<DrillScore> Run(IClusterDrill drill, int seed, int times, bool keep, Action<string> tell, CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        var notes = new DrillNotes(tell);
        var found = new List<Violation>();
        DrillAudit? audit = null;
        await using var stage = await DrillStage.Open(drill, seed);
        try
        {
            tell("Redis and the venue run; two silos start …");
            await stage.Join();
            await stage.Join();
            // A fault before anything was signed would prove little.
            await stage.Signed(SignaturesBefore, TradePatience);
            await drill.Run(stage, times, notes, new Random(seed), cancel);
        }
        catch (TimeoutException fault)
        {
            // Whatever it is, the audit still tells whether money was touched.
            found.Add(new(ViolationKind.Unproven, fault.Message));
        }

        if (drill.Audited)
        {
            tell("every silo is killed; a fresh system settles what they left and is audited …");
            audit = await stage.Audit();
            found.AddRange(audit.Violations);
        }

        found.AddRange(notes.Unproven);
        if (keep || found.Count > 0) stage.Keep();
        return new DrillScore(
            drill.Name, seed, times, found.Count == 0 ? DrillScore.Pass : DrillScore.Fail, DrillScore.Count(found, ViolationKind.Lost), DrillScore.Count(found, ViolationKind.Doubled),
            DrillScore.Count(found, ViolationKind.Conservation), DrillScore.Count(found, ViolationKind.Unresolved), DrillScore.Percentile(notes.Gaps, 0.5), DrillScore.Percentile(notes.Gaps, 0.99),
            audit?.Acknowledged ?? 0, audit?.Landed ?? 0, audit?.Posted ?? 0, audit?.Voided ?? 0, stage.Signatures, stage.OlderEpochs,
            Math.Round(Stopwatch.GetElapsedTime(begun).TotalSeconds, 1), [.. notes.Faults], [.. notes.Gaps], [.. found.Select(violation => violation.What)], stage.Kept);
    }
}
