using Orchestrator.Cli.Drills.Places;
using Orchestrator.Cli.Drills.Stages;

namespace Orchestrator.Cli.Drills.Clusters;

/// <summary>The wall clock of a silo is set by an hour, and put right again: an operator's hand, a broken time server, a virtual machine that was moved.</summary>
internal sealed class ClockJump : IClusterDrill
{
    private const int SecondsMin = 10, SecondsMax = 20;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>A silo that cannot go on must not stand in the way of the others for long.</summary>
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(15);

    public string Name => "clock-jump";

    public string About => "the wall clock of the silo that trades, or of another one, jumps an hour ahead or back for 10 to 20 s (faketime): it leaves by name when its clock goes back, and trading goes on";

    public int TimesByDefault => 4;

    public bool Audited => true;

    public DrillRoute Route => DrillRoute.Clocks;

    public Task Run(DrillStage stage, int times, DrillNotes notes, Random chance, CancellationToken cancel)
    {
        var jumped = 0;
        return LastingFaults.Repeat(stage, times, notes, chance, (SecondsMin, SecondsMax), () =>
        {
            // Two of three are of the silo that trades; ahead and back take turns.
            var (trading, off) = (stage.Orchestrating, jumped++ % 2 == 0 ? Hour : -Hour);
            var silo = jumped % 3 == 0 ? stage.Alive.First(silo => silo != trading) : trading;
            return new LastingFault(
                $"the clock of {silo.Name}, {(silo == trading ? "which was trading" : "which was not trading")}, {(off > TimeSpan.Zero ? "an hour ahead" : "an hour back")}",
                () => Set(silo, off), () => Set(silo, TimeSpan.Zero)) { Losing = [silo], PauseMax = PauseMax };
        }, cancel);
    }

    private static Task Set(DrillSilo silo, TimeSpan off)
    {
        silo.Place.Clock!.Set(off);
        return Task.CompletedTask;
    }
}
