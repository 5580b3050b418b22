using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>kill -9 of one of two silos under load, at a seeded passage of a named point; then another one joins.</summary>
internal sealed class KillSilo : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>A silo that does not pass its point by then is killed where it is.</summary>
    private static readonly TimeSpan PointPatience = TimeSpan.FromSeconds(6);

    private const int PassageMax = 3;

    public string Name => "kill-silo";

    public string About => "kill -9 of one of two silos under load, at seeded steps of the saga; another silo joins after each";

    public int TimesByDefault => 3;

    public bool Audited => true;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            cancel.ThrowIfCancellationRequested();
            await stage.Fill(notes);
            var orchestrating = stage.Orchestrating;
            // Mostly the one that trades: the other one holds sagas and perhaps the book.
            var victim = chance.Next(4) == 0 ? stage.Alive.First(silo => silo != orchestrating) : orchestrating;
            var (point, passage) = (DrillPoints.All[chance.Next(DrillPoints.All.Count)], chance.Next(1, PassageMax + 1));
            var begun = DrillStage.Now;
            victim.IsExpectedToEnd = true;
            victim.DieAt(point, passage);
            var where = await Died(victim) ? $"{point}:{passage}" : "any moment";
            notes.Fault($"{victim.Name} killed at {where}{(victim == orchestrating ? ", it was trading" : "")}");

            var died = victim.Process.ExitedAt.ToUnixTimeMilliseconds();
            var first = await stage.Commands.FirstAfter(died, Patience);
            if (victim == orchestrating && await LastBefore(stage, begun, died) is { } last) notes.Gap(first.At - last);
            await stage.Fill(notes);
            await stage.Commands.FirstAfter(DrillStage.Now, Patience);
        }
    }

    /// <returns>Null when nothing was commanded since the fault was ordered: then there is nothing to measure from.</returns>
    internal static async Task<long?> LastBefore(DrillStage stage, long from, long until)
    {
        const int LookBack = 10_000;
        var commands = await stage.Commands.After(from - LookBack);
        return commands.Where(command => command.At <= until).Select(command => (long?)command.At).LastOrDefault();
    }

    /// <returns>False when it did not pass its point in time and was killed where it was.</returns>
    internal static async Task<bool> Died(DrillSilo victim)
    {
        try
        {
            await victim.Process.Exit(PointPatience);
            return true;
        }
        catch (TimeoutException)
        {
            victim.Process.Kill();
            await victim.Process.Exit(Patience);
            return false;
        }
    }
}
