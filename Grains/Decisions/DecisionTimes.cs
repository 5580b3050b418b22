namespace Orchestrator.Grains.Decisions;

/// <summary>The newest durations of one kind, for the percentiles that people see. Metrics have histograms of their own.</summary>
internal sealed class DecisionTimes
{
    private const int Kept = 4096;

    private readonly double[] _seconds = new double[Kept];
    private long _count;

    public void Add(double seconds) => _seconds[_count++ % Kept] = seconds;

    /// <returns>0 while nothing was measured.</returns>
    public double Percentile(double share)
    {
        var count = (int)Math.Min(_count, Kept);
        if (count == 0) return 0;
        var sorted = _seconds.AsSpan(0, count).ToArray();
        Array.Sort(sorted);
        return sorted[Math.Min(count - 1, (int)Math.Ceiling(share * count) - 1)];
    }
}
