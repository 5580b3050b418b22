using System.Diagnostics.Metrics;

namespace Orchestrator.Grains.Portfolio;

/// <summary>What happens to the books; never by id.</summary>
public sealed class CapitalMetrics
{
    public const string MeterName = "orchestrator.capital";

    private readonly Counter<long> violations;
    private readonly Counter<long> retries;
    private readonly Counter<long> announceFaults;
    private readonly Counter<long> olderEpochs;
    private readonly Histogram<double> commits;

    public CapitalMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        violations = meter.CreateCounter<long>("capital_invariant_violations", description: "Equations of a book that did not hold. Must read 0.");
        retries = meter.CreateCounter<long>("orchestrator.capital.retries", description: "Transactions of a book that were tried again.");
        announceFaults = meter.CreateCounter<long>("orchestrator.capital.announce_faults", description: "Snapshots that could not be published.");
        olderEpochs = meter.CreateCounter<long>("orchestrator.capital.older_epochs", description: "Requests of an orchestrator that another one has replaced, refused.");
        commits = meter.CreateHistogram(
            "orchestrator.capital.commit", unit: "s", description: "Time until a transition was durable.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.5, 1, 5] });
        // A counter that was never touched is not exported, and an absent zero cannot be told from a missing check.
        violations.Add(0);
    }

    internal void Violated(int count) => violations.Add(count);

    internal void Retried(string operation) => retries.Add(1, new KeyValuePair<string, object?>("operation", operation));

    internal void OlderEpoch(string operation) => olderEpochs.Add(1, new KeyValuePair<string, object?>("operation", operation));

    internal void AnnounceFailed() => announceFaults.Add(1);

    internal void Committed(string operation, TimeSpan took) =>
        commits.Record(took.TotalSeconds, new KeyValuePair<string, object?>("operation", operation));
}
