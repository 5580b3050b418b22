using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>SIGTERM of the silo that trades: the other one trades on under a new epoch, with executions open; a rolling restart, step by step.</summary>
internal sealed class DrainSilo : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "drain";

    public string About => "SIGTERM of the silo that trades under load: it hands over at once and leaves; another silo joins after each";

    public int TimesByDefault => 3;

    public bool Audited => true;

    public DrillMarket Market => DrillMarket.Dense;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            cancel.ThrowIfCancellationRequested();
            await stage.Fill(notes);
            var leaving = stage.Orchestrating;
            var (epoch, at) = (leaving.Epoch, DrillStage.Now);
            leaving.IsExpectedToEnd = true;
            leaving.Process.Terminate();
            notes.Fault($"{leaving.Name} told to end, it was trading");
            var first = await stage.Commands.FirstAfter(at, Patience, command => command.Epoch > epoch);
            // It trades until it hands over, which is after it was told to.
            if (await stage.Commands.LastOf(epoch, at, first.At) is { } last) notes.Gap(first.At - last);
            await Leaving.Ended(leaving, at, notes);
            await stage.Fill(notes);
            await stage.Commands.FirstAfter(DrillStage.Now, Patience);
        }
    }
}
