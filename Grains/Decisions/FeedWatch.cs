using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Grains.Decisions;

/// <summary>Hears the feed's pulse, and pauses the strategies that trade on it when it falls silent.</summary>
/// <remarks>A feed that has not spoken yet since the activation is not judged: without data there is nothing to trade on.</remarks>
internal sealed class FeedWatch
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private FeedPulse _pulse;
    private bool? _paused;
    private bool _telling;
    private DateTimeOffset _notBefore;

    /// <summary>Newest slot seen.</summary>
    public ulong Slot { get; private set; }

    public void See(ulong slot) => Slot = Math.Max(Slot, slot);

    public void Beat(ulong slot, DateTimeOffset at)
    {
        See(slot);
        _pulse = _pulse.Beat(at);
    }

    public async Task Watch(PortfolioId portfolio, IGrainFactory grains, TradingLimits limits, ILoggerFactory loggers, DateTimeOffset now)
    {
        if (_telling || now < _notBefore || _pulse.LastSeen is not { } heard) return;
        var stale = _pulse.IsStale(now, limits.Breakers);
        // Not known at first: an earlier life may have left its pauses in the book.
        if (stale == _paused) return;

        var first = _paused is null;
        _telling = true;
        try
        {
            var book = grains.GetGrain<IPortfolioGrain>(portfolio.Value);
            // Only its own pauses are lifted: an operator's, or a run of losses, stays.
            var known = await book.Book();
            foreach (var strategy in limits.Risk.Strategies)
            {
                if (stale) await book.Pause(strategy.Strategy, PauseCause.StaleFeed, $"market data is silent since {heard:O}");
                else if (known.Strategy(strategy.Strategy).Pause?.Cause == PauseCause.StaleFeed) await book.Unpause(strategy.Strategy);
            }

            // Remembered once the book has it: what failed is told again.
            _paused = stale;
        }
        catch
        {
            _notBefore = now + RetryAfter;
            throw;
        }
        finally
        {
            _telling = false;
        }

        var log = loggers.CreateLogger<FeedWatch>();
        if (stale) Log.FeedStale(log, portfolio);
        else if (!first) Log.FeedBack(log, portfolio);
    }
}
