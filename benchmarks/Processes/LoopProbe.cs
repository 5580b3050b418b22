using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orchestrator.Benchmarks.Reporting;
using Orchestrator.Grains.Decisions;
using Orchestrator.Grains.Portfolio;
using Orchestrator.Storage.Telemetry;

namespace Orchestrator.Benchmarks.Processes;

/// <summary>Hears the system's own instruments: every single time, not only what a histogram keeps.</summary>
internal sealed class LoopProbe : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> _stages = new();
    private ConcurrentQueue<double> _milliseconds = new();
    private long _decided;
    private long _running;
    private long _commanded;

    public LoopProbe()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is OrchestratorMetrics.MeterName or CapitalMetrics.MeterName or StoreMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (instrument.Name is "orchestrator.capital.commit" or "orchestrator.store.write")
                _stages.GetOrAdd($"{instrument.Name} {tags[0].Value}", _ => new()).Enqueue(value * 1000);
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
    public void Clear()
    {
        _milliseconds = new();
        _stages.Clear();
    }

    /// <summary>What was timed since then, in the order in which it ended.</summary>
    public IReadOnlyCollection<double> Milliseconds => _milliseconds;

    public Times Times() => new(_milliseconds);

    /// <summary>The reserve's own commit, as its caller in the book's grain waits for it.</summary>
    public Times Reserves() => Stage("orchestrator.capital.commit reserve");

    /// <summary>Writes of the book, of every transition.</summary>
    public Times BookWrites() => Stage("orchestrator.store.write transaction");

    /// <summary>Writes of sagas, strategies, tokens.</summary>
    public Times StateWrites() => Stage("orchestrator.store.write state");

    public void Dispose() => _listener.Dispose();

    private Times Stage(string name) => new(_stages.TryGetValue(name, out var times) ? times : []);
}
