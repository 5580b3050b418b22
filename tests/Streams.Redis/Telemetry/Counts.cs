using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orchestrator.Streams.Redis.Telemetry;

namespace Orchestrator.Streams.Redis.Tests.Telemetry;

/// <summary>What one silo's meter of the streams has said so far: sums of counters, and how often a time was recorded.</summary>
internal sealed class Counts : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _sums = new();

    public Counts(IMeterFactory silo)
    {
        // Tests run beside each other in this process, each with meters of its own.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == StreamsMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, silo)) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, 1, tags));
        _listener.Start();
    }

    /// <param name="name">After <c>orchestrator.streams.</c>; of faults with a colon and the fault's name.</param>
    public long Of(string name) => _sums.GetValueOrDefault("orchestrator.streams." + name);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var fault = "";
        foreach (var tag in tags) if (tag.Key == "fault") fault = $":{tag.Value}";
        _sums.AddOrUpdate(instrument.Name + fault, value, (_, sum) => sum + value);
    }
}
