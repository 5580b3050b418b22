using System.Diagnostics.Metrics;

namespace Orchestrator.Storage.Telemetry;

/// <summary>How long the store takes; never by key.</summary>
public sealed class StoreMetrics
{
    public const string MeterName = "orchestrator.store";

    /// <summary>The state of Orleans transactions.</summary>
    internal const string Transaction = "transaction";

    /// <summary>Everything else that is kept as one record.</summary>
    internal const string State = "state";

    private readonly Histogram<double> writes;

    public StoreMetrics(IMeterFactory meters) => writes = meters.Create(MeterName).CreateHistogram(
        "orchestrator.store.write", "s", "From a write asked for to the write durable.", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5] });

    internal void Wrote(string kind, TimeSpan took) => writes.Record(took.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));
}
