using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>SIGSTOP of the silo that trades, SIGCONT long after another has taken over: what it still wants to do is refused by its epoch.</summary>
internal sealed class FreezeSilo : IClusterDrill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int SecondsMin = 30, SecondsMax = 60;

    public string Name => "freeze-silo";

    public string About => "SIGSTOP of the silo that trades for 30 to 60 s, then SIGCONT: another one trades, and the older epoch is refused by name";

    public int TimesByDefault => 1;

    public bool Audited => true;

    public async Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        for (var time = 0; time < times; time++)
        {
            await stage.Fill(notes);
            var frozen = stage.Orchestrating;
            var length = TimeSpan.FromSeconds(chance.Next(SecondsMin, SecondsMax + 1));
            var refusedBefore = stage.OlderEpochs;
            frozen.IsExpectedToEnd = true;
            frozen.Process.Freeze();
            var at = DrillStage.Now;
            notes.Fault($"{frozen.Name} frozen for {length.TotalSeconds:0} s, it was trading");
            var first = await stage.Commands.FirstAfter(at, Patience);
            if (await stage.Commands.LastBefore(at, at) is { } last) notes.Gap(first.At - last);
            await Task.Delay(length - TimeSpan.FromMilliseconds(Math.Min(DrillStage.Now - at, length.TotalMilliseconds)), cancel);

            frozen.Process.Thaw();
            var woken = DrillStage.Now;
            await OwnEnd.Await([frozen], notes, "it woke up");
            await stage.Commands.FirstAfter(woken, Patience);
            var refused = stage.OlderEpochs - refusedBefore;
            notes.Fault($"{frozen.Name} woke up; {refused} requests of its older epoch were refused by name");
            var late = (await stage.Commands.After(woken)).Count(command => command.Epoch < first.Epoch);
            if (late > 0) notes.Missed($"{frozen.Name} gave {late} commands of its older epoch after it woke up");
            await stage.Fill(notes);
            await stage.Commands.FirstAfter(DrillStage.Now, Patience);
        }
    }
}
