using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>
/// kill -9 of silos one after the other, each at a step of its own. The next one starts at once, as a supervisor would have it, beside the take-over, and need not be at its best
/// when the next dies.
/// </summary>
internal sealed class KillInARow : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public string Name => "kill-in-a-row";

    public string About => "kill -9 of silos in a row under load, each at another step of the saga; the next one starts while the other takes over";

    public int TimesByDefault => 10;

    public bool Audited => true;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        var points = DrillPoints.All.ToArray();
        chance.Shuffle(points);
        for (var time = 0; time < times; time++)
        {
            cancel.ThrowIfCancellationRequested();
            await stage.Fill(notes, onStandby: false);
            var orchestrating = stage.Orchestrating;
            // Mostly the one that trades: the other one holds sagas and perhaps the book.
            var victim = chance.Next(4) == 0 ? stage.Alive.First(silo => silo != orchestrating) : orchestrating;
            var (point, begun) = (points[time % points.Length], DrillStage.Now);
            victim.IsExpectedToEnd = true;
            victim.DieAt(point, 1);
            var where = await KillSilo.Died(victim) ? point : "any moment";
            notes.Fault($"{victim.Name} killed at {where}{(victim == orchestrating ? ", it was trading" : "")}");
            stage.Begin();

            var died = victim.Process.ExitedAt.ToUnixTimeMilliseconds();
            var first = await stage.Commands.FirstAfter(died, Patience);
            if (victim == orchestrating && await KillSilo.LastBefore(stage, begun, died) is { } last) notes.Gap(first.At - last);
        }

        await stage.Fill(notes, onStandby: false);
        await stage.Commands.FirstAfter(DrillStage.Now, Patience);
    }
}
