using System.Diagnostics;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>What one call takes: the median over slices, and the bytes it allocates on its thread.</summary>
internal readonly record struct Cost(double Nanoseconds, double Bytes)
{
    public string Time => Nanoseconds < 1_000 ? $"{Nanoseconds:0} ns" : $"{Nanoseconds / 1_000:0.00} µs";
}

/// <summary>Times calls of nanoseconds to microseconds.</summary>
internal static class Loop
{
    private const int WarmUpCalls = 2_000;
    // The runtime compiles again, in the background, what was called often; on a busy machine that takes a while.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500), Slice = TimeSpan.FromMilliseconds(10);

    public static Cost Time(TimeSpan duration, Action action) => Time(duration, [action])[0];

    /// <summary>Actions take turns slice by slice, so that what disturbs the machine disturbs all of them.</summary>
    public static Cost[] Time(TimeSpan duration, params Action[] actions)
    {
        var slices = actions.Select(_ => new List<double>()).ToArray();
        var (bytes, calls) = (new long[actions.Length], new long[actions.Length]);
        foreach (var action in actions)
            for (var (called, from) = (0, Stopwatch.GetTimestamp()); called < WarmUpCalls || Stopwatch.GetElapsedTime(from) < WarmUp; called++) action();
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < duration)
            for (var i = 0; i < actions.Length; i++)
            {
                var (from, allocated, done) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread(), 0);
                do
                {
                    for (var n = 0; n < 16; n++) actions[i]();
                    done += 16;
                }
                while (Stopwatch.GetElapsedTime(from) < Slice);
                // Read before the list below may grow.
                bytes[i] += GC.GetAllocatedBytesForCurrentThread() - allocated;
                slices[i].Add(Stopwatch.GetElapsedTime(from).TotalNanoseconds / done);
                calls[i] += done;
            }

        return [.. slices.Select((times, i) => new Cost(times.Order().ElementAt(times.Count / 2), (double)bytes[i] / calls[i]))];
    }
}
