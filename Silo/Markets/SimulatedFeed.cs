using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Clock;

namespace Orchestrator.Silo.Markets;

/// <summary>In real time the simulated market runs by the clock on the wall.</summary>
internal sealed partial class SimulatedFeed(MarketBridge market, TradingClock clock, TimeProvider time, ILogger<SimulatedFeed> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await market.Advance(clock.Now, stoppingToken);
            }
            catch (ChainUnavailableException fault)
            {
                // The strategies are paused by the silence; the market is asked again.
                Unreachable(fault);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // A silo that held one of the grains is gone, or the store is. A feed that ended would end this silo as well.
                NotTold(fault.Message);
            }
        }
    }

    [LoggerMessage(3010, LogLevel.Warning, "The venue did not answer; it is asked again")]
    private partial void Unreachable(Exception fault);

    [LoggerMessage(3011, LogLevel.Warning, "What happened on the venue could not be told; the market runs on: {Why}")]
    private partial void NotTold(string why);
}
