using System.Diagnostics.Metrics;
using Orchestrator.Domain.Decisions;

namespace Orchestrator.Grains.Decisions;

/// <summary>Instruments of the loop. No mint, wallet or id is a label.</summary>
public sealed class OrchestratorMetrics
{
    public const string MeterName = "orchestrator.decisions";

    /// <summary>The default buckets would hide everything below their first edge of 5 s.</summary>
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 0.5, 1],
    };

    private readonly Histogram<double> _decisionDuration;
    private readonly Histogram<double> _tickLateness;
    private readonly Counter<long> _decisions;
    private readonly UpDownCounter<long> _queueSize;
    private readonly UpDownCounter<long> _running;

    public OrchestratorMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _decisionDuration = meter.CreateHistogram("orchestrator_decision_duration", "s", "Arrival to the command sent, the reservation durable.", null, Buckets);
        _tickLateness = meter.CreateHistogram("orchestrator_tick_lateness", "s", "How much later than its period a tick began.", null, Buckets);
        _decisions = meter.CreateCounter<long>("orchestrator_decisions", null, "Decisions by outcome and reason.");
        _queueSize = meter.CreateUpDownCounter<long>("orchestrator_queue_size", null, "Opportunities waiting.");
        _running = meter.CreateUpDownCounter<long>("orchestrator_running", null, "Executions that hold a slot.");
    }

    internal void Waiting(int change)
    {
        if (change != 0) _queueSize.Add(change);
    }

    internal void Slots(int change) => _running.Add(change);

    internal void Decided(DecisionOutcome outcome, string reason) =>
        _decisions.Add(1, new("outcome", outcome.ToString().ToLowerInvariant()), new("reason", reason));

    internal void Commanded(double seconds) => _decisionDuration.Record(seconds);

    internal void Late(double seconds) => _tickLateness.Record(seconds);
}
