using System.Diagnostics.Metrics;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Grains.Sniping;

/// <summary>Verdicts by the filter that refused first, and how long judging took once the accounts were there.</summary>
public sealed class SniperMetrics
{
    public const string MeterName = "orchestrator.sniper";

    private readonly Counter<long> verdicts;
    private readonly Counter<long> disputes;
    private readonly Histogram<double> judging;

    public SniperMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        verdicts = meter.CreateCounter<long>("orchestrator.sniper.verdicts", description: "Launches judged, by the filter that refused first, or approved.");
        disputes = meter.CreateCounter<long>("orchestrator.sniper.disputes", description: "Filters on which nodes said different things of one launch, by filter.");
        judging = meter.CreateHistogram(
            "orchestrator.sniper.judging.duration", "s", "From the last look-up to the verdict.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25] });
    }

    internal void Judged(LaunchVerdict verdict, TimeSpan took)
    {
        verdicts.Add(1, new KeyValuePair<string, object?>("verdict", verdict.Refusal?.Filter ?? "approved"));
        foreach (var filter in verdict.Filters)
            if (filter.Value.StartsWith(Testimony.Disagreement, StringComparison.Ordinal)) disputes.Add(1, new KeyValuePair<string, object?>("filter", filter.Filter));
        judging.Record(took.TotalSeconds);
    }
}
