using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Clock;

namespace Orchestrator.Silo.Markets;

/// <summary>In real time the simulated market runs at the pace of real time.</summary>
internal sealed partial class SimulatedFeed(MarketBridge market, TradingClock clock, TimeProvider time, ILogger<SimulatedFeed> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <summary>After a fault: a device without room is not helped by twenty tries a second, and the log would be buried.</summary>
    private static readonly TimeSpan FaultPeriod = TimeSpan.FromSeconds(1);

    /// <summary>After the first fault in a row: when a silo was lost its grains are elsewhere by then.</summary>
    private static readonly TimeSpan SoonPeriod = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var again = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await market.Advance(clock.Now, stoppingToken);
                (timer.Period, again) = (Period, false);
            }
            catch (ChainUnavailableException fault)
            {
                // The strategies are paused by the silence; the market is asked again.
                timer.Period = FaultPeriod;
                Unreachable(fault.Message);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // A store that refuses, or another silo that held one of the grains and is gone, keeps the market from being told. It must not end the
                // process that has executions to settle.
                (timer.Period, again) = (again ? FaultPeriod : SoonPeriod, true);
                NotTold(fault);
            }
        }
    }

    [LoggerMessage(3010, LogLevel.Warning, "The venue did not answer; it is asked again: {Reason}")]
    private partial void Unreachable(string reason);

    [LoggerMessage(3011, LogLevel.Warning, "What happened on the market could not be told; the next slot is tried")]
    private partial void NotTold(Exception fault);
}
