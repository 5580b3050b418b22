using System.Diagnostics.Metrics;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Grains.Execution;

/// <summary>What becomes of executions; never by id.</summary>
public sealed class SagaMetrics
{
    public const string MeterName = "orchestrator.execution";

    private readonly Counter<long> results;
    private readonly Counter<long> sends;
    private readonly Counter<long> waits;
    private readonly Histogram<double> stages;

    public SagaMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        results = meter.CreateCounter<long>("execution_outcomes", description: "Executions that ended, by outcome.");
        sends = meter.CreateCounter<long>("execution_sends", description: "Transactions handed to the network, repetitions included.");
        waits = meter.CreateCounter<long>("execution_chain_unavailable", description: "Times a saga waited because the chain could not be asked.");
        stages = meter.CreateHistogram(
            "execution_stage_duration", unit: "s", description: "Real time per stage.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.5, 1, 5, 30, 120] });
    }

    internal void Ended(ExecutionOutcome outcome) => results.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString().ToLowerInvariant()));

    internal void Sent() => sends.Add(1);

    internal void Waited() => waits.Add(1);

    internal void Stage(string stage, TimeSpan took) => stages.Record(took.TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
}
