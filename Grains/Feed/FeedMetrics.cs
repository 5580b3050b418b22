using System.Diagnostics.Metrics;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Feed;

/// <summary>Events of the feeds by what became of them, gaps, lost connections, and how long each feed has been silent.</summary>
public sealed class FeedMetrics
{
    public const string MeterName = "orchestrator.feed";

    private readonly Counter<long> _received, _filtered, _published, _gaps, _losses, _dead;
    private readonly Gauge<double> _lag;

    public FeedMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _received = meter.CreateCounter<long>("geyser.events.received", description: "Messages that a feed handed over.");
        _filtered = meter.CreateCounter<long>("geyser.events.filtered", description: "Messages without interest, repeated or damaged.");
        _published = meter.CreateCounter<long>("geyser.events.published", description: "Launches and opportunities that came of a feed.");
        _gaps = meter.CreateCounter<long>("orchestrator.feed.gaps", description: "Stretches that are missing for good.");
        _losses = meter.CreateCounter<long>("orchestrator.feed.connections.lost", description: "Connections that broke and were replayed.");
        _dead = meter.CreateCounter<long>("orchestrator.feed.slots.dead", description: "Slots that were taken back.");
        _lag = meter.CreateGauge<double>("orchestrator.feed.lag", "s", "Since the feed last spoke.");
    }

    internal void Progressed(string feed, FeedTally before, FeedTally now)
    {
        var tag = new KeyValuePair<string, object?>("feed", feed);
        _received.Add(now.Received - before.Received, tag);
        _filtered.Add(now.Filtered + now.Repeated + now.Damaged - before.Filtered - before.Repeated - before.Damaged, tag);
        _published.Add(now.Launches + now.Opportunities - before.Launches - before.Opportunities, tag);
        _gaps.Add(now.Gaps - before.Gaps, tag);
        _losses.Add(now.Losses - before.Losses, tag);
        _dead.Add(now.DeadSlots - before.DeadSlots, tag);
    }

    internal void Silent(string feed, TimeSpan silence) => _lag.Record(silence.TotalSeconds, new KeyValuePair<string, object?>("feed", feed));
}
