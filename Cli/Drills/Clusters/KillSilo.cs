using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>kill -9 of one of two silos under load, at a seeded passage of a named point; then another one joins.</summary>
internal sealed class KillSilo : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
            var killed = await Killing.At(stage, victim, point, passage) ?? await Killing.Anywhere(stage, victim, $"nobody passed {point}:{passage}");
            notes.Fault(killed.ToString());
            var first = await stage.Commands.FirstAfter(killed.At, Patience);
            if (killed.WasTrading && await stage.Commands.LastBefore(killed.Ordered, killed.At) is { } last) notes.Gap(first.At - last);
            await stage.Fill(notes);
            await stage.Commands.FirstAfter(DrillStage.Now, Patience);
        }
    }
}
