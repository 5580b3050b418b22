using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>
/// kill -9 of silos one after the other, each at a step of its own. The next one starts at once, as a supervisor would have it, beside the take-over, and need not be at its best
/// when the next dies.
/// </summary>
internal sealed class KillInARow : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Steps in a row that nobody takes: then nothing is executed at all.</summary>
    private const int MissedMax = 4;

    public string Name => "kill-in-a-row";

    public string About => "kill -9 of silos in a row under load, each at another step of the saga; the next one starts while the other takes over";

    public int TimesByDefault => 10;

    public bool Audited => true;

    public DrillMarket Market => DrillMarket.Lossy;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        using var points = PointsFrom(stage.Seed, times).GetEnumerator();
        for (var time = 0; time < times; time++)
        {
            cancel.ThrowIfCancellationRequested();
            await stage.Fill(notes, onStandby: false);
            var orchestrating = stage.Orchestrating;
            // Mostly the one that trades: the other one holds sagas and perhaps the book.
            var victim = chance.Next(4) == 0 ? stage.Alive.First(silo => silo != orchestrating) : orchestrating;
            var killed = await Kill(stage, victim, points, notes);
            notes.Fault(killed.ToString());
            stage.Begin();

            var first = await stage.Commands.FirstAfter(killed.At, Patience);
            if (killed.WasTrading && await stage.Commands.LastBefore(killed.Ordered, killed.At) is { } last) notes.Gap(first.At - last);
        }

        await stage.Fill(notes, onStandby: false);
        await stage.Commands.FirstAfter(DrillStage.Now, Patience);
    }

    /// <summary>Some steps are rare. Who does not come to one is killed at the next.</summary>
    private static async Task<Killed> Kill(DrillStage stage, DrillSilo victim, IEnumerator<string> points, DrillNotes notes)
    {
        for (var missed = 0; missed < MissedMax; missed++)
        {
            points.MoveNext();
            if (await Killing.At(stage, victim, points.Current, 1) is { } killed) return killed;
            notes.Fault($"nobody passed {points.Current}");
        }

        return await Killing.Anywhere(stage, victim, "no step was passed");
    }

    /// <summary>Without end. Seeds that follow each other walk through all points there are, in an order that is the same for all.</summary>
    private static IEnumerable<string> PointsFrom(int seed, int times)
    {
        var points = DrillPoints.Clustered.ToArray();
        new Random(0).Shuffle(points);
        for (var at = (long)seed * times; ; at++) yield return points[at % points.Length];
    }
}
