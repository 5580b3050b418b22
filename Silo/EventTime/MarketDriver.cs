using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Markets;

namespace Orchestrator.Silo.EventTime;

/// <summary>
/// Owns the clock of a replay or demo: moves it on by one tick of the loop, lets the market run up to it, waits until all that was
/// published has been handled, ticks, and waits again. The outcome does not depend on the speed of the machine.
/// </summary>
public sealed class MarketDriver
{
    /// <summary>A moment whose work is not done by then is a fault: something waits for a clock that stands still.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(60);

    /// <summary>Market time between two looks at what is still open.</summary>
    private static readonly TimeSpan FinishStride = TimeSpan.FromSeconds(1);

    private readonly EventClock _clock;
    private readonly MarketBridge _market;
    private readonly IWorkBarrier _barrier;
    private readonly IOrchestratorGrain _orchestrator;
    private readonly IPortfolioGrain _book;
    private readonly TimeSpan _step;

    internal MarketDriver(EventClock clock, MarketBridge market, IWorkBarrier barrier, IGrainFactory grains, LiveSettings settings)
    {
        (_clock, _market, _barrier) = (clock, market, barrier);
        _orchestrator = grains.GetGrain<IOrchestratorGrain>(settings.Current.Text("orchestrator.portfolio"));
        _book = grains.GetGrain<IPortfolioGrain>(settings.Current.Text("orchestrator.portfolio"));
        _step = TimeSpan.FromMilliseconds(settings.Current.Whole("orchestrator.decision_loop_interval_ms"));
    }

    public DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>Runs the market and the loop up to a moment.</summary>
    public async Task RunTo(DateTimeOffset end, CancellationToken cancel)
    {
        while (_clock.GetUtcNow() < end)
        {
            cancel.ThrowIfCancellationRequested();
            _clock.MoveTo(_clock.GetUtcNow() + _step);
            await _market.Advance(_clock.GetUtcNow(), cancel);
            await Settled(cancel);
            await _orchestrator.Tick();
            await Settled(cancel);
        }
    }

    /// <summary>
    /// Offers nothing new and runs on until every execution is over and its capital is free.
    /// </summary>
    /// <param name="most">Market time after which it gives up.</param>
    /// <returns>False when something was still open by then.</returns>
    public async Task<bool> Finish(TimeSpan most, CancellationToken cancel)
    {
        _market.Quiet = true;
        var last = _clock.GetUtcNow() + most;
        while (_clock.GetUtcNow() < last)
        {
            if ((await _book.Snapshot()).OpenReservations == 0) return true;
            await RunTo(_clock.GetUtcNow() + FinishStride, cancel);
        }

        return (await _book.Snapshot()).OpenReservations == 0;
    }

    private Task Settled(CancellationToken cancel) => _barrier.WhenIdle(cancel).WaitAsync(Stuck, cancel);
}
