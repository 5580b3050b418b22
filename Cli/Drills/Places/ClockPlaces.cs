using System.Globalization;

namespace Orchestrator.Cli.Drills.Places;

/// <summary>Each silo reads a wall clock of its own.</summary>
/// <param name="directory">Holds what each clock shows.</param>
internal sealed class ClockPlaces(string directory) : SiloPlaces
{
    private readonly string _library = FakeClock.Library();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override SiloPlace Make(int number, int redis, Uri venue)
    {
        var clock = new FakeClock(_library, Path.Combine(directory, "clock-" + number.ToString(CultureInfo.InvariantCulture)));
        return new SiloPlace([], clock.Launch) { Clock = clock };
    }
}
