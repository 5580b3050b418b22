using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Grains.Decisions;

/// <summary>Asks every second whether each orchestrator lives, which brings it back on a living silo after its own was lost.</summary>
/// <remarks>A question that waits for a silo that died fails when that silo is declared dead: then it is asked again at once, for nothing trades meanwhile.</remarks>
internal sealed class OrchestratorKeeper(
    IReadOnlyList<string> portfolios, IGrainFactory grains, TimeProvider time, ILogger<OrchestratorKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PeriodAfterFault = TimeSpan.FromMilliseconds(100);

    /// <summary>Faults in a row that are asked after so soon; what fails for longer is no silo that has just gone.</summary>
    private const int SoonMax = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var faults = 0;
        do
        {
            var well = true;
            foreach (var portfolio in portfolios) well &= await Ping(portfolio);
            faults = well ? 0 : faults + 1;
            timer.Period = faults is > 0 and <= SoonMax ? PeriodAfterFault : Period;
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> Ping(string portfolio)
    {
        try
        {
            await grains.GetGrain<IOrchestratorGrain>(portfolio).Ping();
            return true;
        }
        catch (Exception fault)
        {
            Log.PingFault(log, portfolio, fault);
            return false;
        }
    }
}
