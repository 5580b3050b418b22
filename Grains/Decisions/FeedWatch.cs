using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>Hears the feed's pulse, and pauses the strategies that trade on it when it falls silent.</summary>
/// <remarks>A feed that has not spoken yet since the activation is not judged: without data there is nothing to trade on.</remarks>
internal sealed class FeedWatch
{
    private FeedPulse _pulse;
    private bool _paused;

    /// <summary>Newest slot seen.</summary>
    public ulong Slot { get; private set; }

    public void See(ulong slot) => Slot = Math.Max(Slot, slot);

    public void Beat(ulong slot, DateTimeOffset at)
    {
        See(slot);
        _pulse = _pulse.Beat(at);
    }

    public async Task Watch(PortfolioId portfolio, LoopPorts ports, DateTimeOffset now)
    {
        var limits = ports.Limits.CurrentValue;
        var stale = _pulse.LastSeen is not null && _pulse.IsStale(now, limits.Breakers);
        if (stale == _paused) return;

        _paused = stale;
        var log = ports.Loggers.CreateLogger<FeedWatch>();
        if (stale) Log.FeedStale(log, portfolio);
        else Log.FeedBack(log, portfolio);
        var book = ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value);
        // Only its own pauses are lifted: an operator's, or a run of losses, stays.
        var known = await book.Book();
        foreach (var strategy in limits.Risk.Strategies)
        {
            if (stale) await book.Pause(strategy.Strategy, PauseCause.StaleFeed, $"market data is silent since {_pulse.LastSeen:O}");
            else if (known.Strategy(strategy.Strategy).Pause?.Cause == PauseCause.StaleFeed) await book.Unpause(strategy.Strategy);
        }
    }
}
