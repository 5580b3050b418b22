using System.Diagnostics.Metrics;
using Orchestrator.Streams.Redis.Faults;

namespace Orchestrator.Streams.Redis.Telemetry;

/// <summary>What happens on the streams of this process, by provider; never by stream or id.</summary>
public sealed class StreamsMetrics
{
    public const string MeterName = "orchestrator.streams";

    private readonly KeyValuePair<string, object?> _provider;
    private readonly Histogram<double> _append;
    private readonly Counter<long> _acknowledged, _buried, _replayed, _trimmed, _taken, _lost, _heldBack, _faults;

    internal StreamsMetrics(IMeterFactory meters, string provider)
    {
        var meter = meters.Create(MeterName);
        _provider = new("provider", provider);
        _append = meter.CreateHistogram(
            "orchestrator.streams.append", unit: "s", description: "Time until an append was stored.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [.0001, .00025, .0005, .001, .0025, .005, .01, .03, .1, 1] });
        Counter<long> Of(string name, string unit, string description) => meter.CreateCounter<long>("orchestrator.streams." + name, unit, description);
        _acknowledged = Of("acknowledged", "{entry}", "Entries delivered to every consumer and settled.");
        _buried = Of("dead_letters", "{entry}", "Entries that went to the dead letters.");
        _replayed = Of("replayed", "{entry}", "Retained entries looked at for rewinding consumers.");
        _trimmed = Of("trimmed", "{entry}", "Settled entries removed.");
        _taken = Of("taken", "{hold}", "Partitions taken.");
        _lost = Of("lost", "{hold}", "Partitions lost to a newer holder.");
        _heldBack = Of("held_back", "{entry}", "Entries left with the carrier because their consumers are too far behind.");
        _faults = Of("faults", "{fault}", "Requests that failed, by fault.");
    }

    internal void Appended(TimeSpan time) => _append.Record(time.TotalSeconds, _provider);

    internal void Acknowledged(int entries) => _acknowledged.Add(entries, _provider);

    internal void Buried() => _buried.Add(1, _provider);

    internal void Replayed(int entries) => _replayed.Add(entries, _provider);

    internal void Trimmed(long entries) => _trimmed.Add(entries, _provider);

    internal void Taken() => _taken.Add(1, _provider);

    internal void Lost() => _lost.Add(1, _provider);

    internal void HeldBack(long entries) => _heldBack.Add(entries, _provider);

    internal void Fault(StreamsFault fault) => _faults.Add(1, _provider, new("fault", fault.ToString()));
}
