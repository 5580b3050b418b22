using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>Hears the feed's pulse, and pauses the strategies that trade on it when it falls silent.</summary>
/// <remarks>
/// A feed that has not spoken yet since the activation is not judged: without data there is nothing to trade on. What should be is compared with the book at
/// each look, not with what was told last: another orchestrator may have spoken since, one of before or one that slept and woke up.
/// </remarks>
/// <param name="lostEpoch">Called when the book listens to another orchestrator.</param>
internal sealed class FeedWatch(PortfolioId portfolio, LoopPorts ports, BookCopy book, Decider decider, Action lostEpoch)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = ports.Loggers.CreateLogger<FeedWatch>();
    private FeedPulse _pulse;
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

    public async Task Watch(DateTimeOffset now)
    {
        if (_telling || now < _notBefore || _pulse.LastSeen is not { } heard) return;
        var limits = ports.Limits.CurrentValue;
        var stale = _pulse.IsStale(now, limits.Breakers);
        if (!limits.Risk.Strategies.Any(limit => IsWrong(limit.Strategy, stale))) return;

        _telling = true;
        try
        {
            foreach (var strategy in limits.Risk.Strategies.Select(limit => limit.Strategy).Where(strategy => IsWrong(strategy, stale)).ToArray())
                if (!await Tell(strategy, stale, heard)) return;
            if (stale) Log.FeedStale(_log, portfolio);
            else Log.FeedBack(_log, portfolio);
            await book.Refresh();
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
    }

    /// <summary>Only pauses for silence are lifted: an operator's, or a run of losses, stays.</summary>
    private bool IsWrong(StrategyId strategy, bool stale)
    {
        var pause = book.Current.Strategy(strategy).Pause;
        return stale ? pause is null : pause is not null && pause.IsSilenceEndedBy(_pulse.LastSeen);
    }

    private async Task<bool> Tell(StrategyId strategy, bool stale, DateTimeOffset heard)
    {
        var grain = ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value);
        var outcome = stale
            ? await grain.PauseBy(decider.Epoch, strategy, PauseCause.StaleFeed, $"market data is silent since {heard:O}")
            : await grain.UnpauseBy(decider.Epoch, strategy);
        if (outcome != PauseOutcome.OlderEpoch) return true;
        Log.StoodDown(_log, portfolio, decider.Epoch);
        lostEpoch();
        return false;
    }
}
