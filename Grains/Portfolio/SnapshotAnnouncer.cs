using Microsoft.Extensions.Logging;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces.Channels;

namespace Orchestrator.Grains.Portfolio;

/// <summary>Publishes the newest snapshot; changes that come meanwhile share the next one. Nobody waits for it.</summary>
internal sealed class SnapshotAnnouncer(ChannelPublisher publisher, CapitalMetrics metrics, TimeProvider time, ILogger log)
{
    /// <summary>Real time between two of them. On Redis each is a durable write, which the reservations of a busy book would otherwise wait for.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private Func<PortfolioSnapshot>? waiting;
    private bool busy;

    public void Announce(Func<PortfolioSnapshot> newest)
    {
        waiting = newest;
        if (busy) return;
        busy = true;
        AnnounceAll().Ignore();
    }

    private async Task AnnounceAll()
    {
        try
        {
            while (waiting is { } take)
            {
                waiting = null;
                await Publish(take());
                await Task.Delay(Pace, time);
            }
        }
        finally
        {
            busy = false;
        }
    }

    private async Task Publish(PortfolioSnapshot snapshot)
    {
        try
        {
            var id = EventIds.For(ChannelNames.CapitalState, snapshot.Portfolio.Value, snapshot.Sequence.ToString());
            await publisher.Publish(TradingChannels.Capital, snapshot.Portfolio.Value, id, snapshot.At, snapshot);
        }
        catch (Exception fault)
        {
            metrics.AnnounceFailed();
            Log.AnnounceFailed(log, snapshot.Portfolio.Value, fault);
        }
    }
}
