using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Grains.Decisions;

namespace Orchestrator.Benchmarks.Processes;

/// <summary>Hears the loop's own instruments: every single decision time, not only what a histogram keeps.</summary>
internal sealed class LoopProbe : IDisposable
{
    private readonly MeterListener _listener = new();
    private ConcurrentQueue<double> _milliseconds = new();
    private long _decided;
    private long _running;
    private long _commanded;

    public LoopProbe()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == OrchestratorMetrics.MeterName) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) =>
        {
            if (instrument.Name != "orchestrator_decision_duration") return;
            _milliseconds.Enqueue(value * 1000);
            Interlocked.Increment(ref _commanded);
        });
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (instrument.Name == "orchestrator_decisions") Interlocked.Add(ref _decided, value);
            if (instrument.Name == "orchestrator_running") Interlocked.Add(ref _running, value);
        });
        _listener.Start();
    }

    /// <summary>Decisions of every kind since the beginning.</summary>
    public long Decided => Interlocked.Read(ref _decided);

    /// <summary>Slots in use, over all portfolios.</summary>
    public long Running => Interlocked.Read(ref _running);

    public long Commanded => Interlocked.Read(ref _commanded);

    /// <summary>Forgets what was timed so far: the warm-up.</summary>
    public void Clear() => _milliseconds = new();

    public Times Times() => new(_milliseconds);

    public void Dispose() => _listener.Dispose();
}
