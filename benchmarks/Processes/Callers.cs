using System.Diagnostics;

namespace Orchestrator.Benchmarks.Processes;

/// <summary>Many callers, each doing one thing after the other.</summary>
internal static class Callers
{
    /// <returns>How often all of them together did it, per second.</returns>
    public static async Task<double> Rate(int callers, TimeSpan duration, Func<int, Func<Task>> of)
    {
        await Many(callers, duration / 5, of);
        var begun = Stopwatch.GetTimestamp();
        var done = await Many(callers, duration, of);
        return done / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    /// <summary>So many a second over all callers, as far as they get.</summary>
    /// <inheritdoc cref="Rate"/>
    public static async Task<double> Paced(int callers, int perSecond, TimeSpan duration, Func<Task> action)
    {
        var begun = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            long count = 0;
            while (Stopwatch.GetElapsedTime(begun) is var elapsed && elapsed < duration)
            {
                for (var due = (long)(elapsed.TotalSeconds * perSecond / callers); count < due && Stopwatch.GetElapsedTime(begun) < duration; count++) await action();
                await Task.Delay(1);
            }

            return count;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<long> Many(int callers, TimeSpan duration, Func<int, Func<Task>> of)
    {
        var begun = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var action = of(caller);
            long count = 0;
            for (; Stopwatch.GetElapsedTime(begun) < duration; count++)
            {
                await action();
                // Callers in the system's own process that never let go would starve its timers.
                if (count % 20 == 19) await Task.Yield();
            }

            return count;
        })));
        return counts.Sum();
    }
}
