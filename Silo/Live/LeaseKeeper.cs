using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Live;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Silo.Live;

/// <summary>Halts the book when the lease has ended: by time after its winding down, by loss at once.</summary>
internal sealed partial class LeaseKeeper(IGrainFactory grains, LiveSettings settings, TradingClock clock, TimeProvider time, ILogger<LeaseKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var portfolio = settings.Current.Text("orchestrator.portfolio");
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Look(portfolio);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                // Whoever plans asks the lease itself; the halt only comes later.
                NotAsked(fault);
            }
        }
    }

    private async Task Look(string portfolio)
    {
        if (await grains.GetGrain<ILiveLeaseGrain>(portfolio).Read() is not { } lease) return;
        var book = grains.GetGrain<IPortfolioGrain>(portfolio);
        var snapshot = await book.Snapshot();
        var standing = lease.StandingAt(clock.Now, snapshot.Total);
        if (snapshot.Halt is not null || standing is not (LeaseStanding.Lapsed or LeaseStanding.LossReached)) return;
        var detail = standing == LeaseStanding.LossReached
            ? $"equity fell from {lease.EquityWhenArmed} to {snapshot.Total}, and {lease.MaxLoss} may be lost"
            : $"the lease ended at {lease.Until:O}";
        await book.Halt(HaltCause.LeaseLapsed, detail, "live lease");
        Ended(detail);
    }

    [LoggerMessage(3030, LogLevel.Warning, "Live trading ends: {Detail}")]
    private partial void Ended(string detail);

    [LoggerMessage(3031, LogLevel.Warning, "The live lease could not be looked at")]
    private partial void NotAsked(Exception fault);
}
