using System.Diagnostics;

namespace Orchestrator.Benchmarks.Reporting;

/// <summary>Durations of one kind, sorted, in milliseconds.</summary>
internal sealed class Times
{
    private readonly double[] _sorted;

    public Times(IEnumerable<double> milliseconds) => _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double P50 => At(0.5);

    public double P99 => At(0.99);

    public double Max => _sorted.Length == 0 ? double.NaN : _sorted[^1];

    public override string ToString() => $"p50 {Show(P50)}, p99 {Show(P99)} (n {Count})";

    /// <summary>Runs an action over and over, one at a time, and measures those after the warm-up.</summary>
    public static async Task<Times> Of(int warmUp, int counted, Func<Task> action)
    {
        for (var i = 0; i < warmUp; i++) await action();
        var times = new double[counted];
        for (var i = 0; i < counted; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await action();
            times[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        return new Times(times);
    }

    public static string Show(double milliseconds) => milliseconds < 1 ? $"{milliseconds * 1000:0} µs" : $"{milliseconds:0.00} ms";

    private double At(double share) => _sorted.Length == 0 ? double.NaN : _sorted[Math.Max(0, (int)Math.Ceiling(share * _sorted.Length) - 1)];
}
