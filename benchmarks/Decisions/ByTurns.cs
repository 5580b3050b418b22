using Orchestrator.Benchmarks.Processes;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Decisions;

/// <summary>Decisions under a load alone and beside something else, by turns: what the machine does meanwhile falls on both alike.</summary>
internal static class ByTurns
{
    private const int Turns = 10;

    /// <param name="each">Time of either kind, over all turns.</param>
    public static async Task<(Times Alone, Times Beside)> Of(LoopProbe probe, TimeSpan each, Func<TimeSpan, Task> alone, Func<TimeSpan, Task> beside)
    {
        var (one, other) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            one.AddRange(await Measure(alone));
            other.AddRange(await Measure(beside));
        }

        return (new Times(one), new Times(other));

        async Task<IReadOnlyCollection<double>> Measure(Func<TimeSpan, Task> load)
        {
            probe.Clear();
            await load(each / Turns);
            return probe.Milliseconds;
        }
    }
}
