using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Grains.Decisions;

/// <summary>Asks every second whether each orchestrator lives, which brings it back on a living silo after its own was lost.</summary>
internal sealed class OrchestratorKeeper(
    IReadOnlyList<string> portfolios, IGrainFactory grains, TimeProvider time, ILogger<OrchestratorKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            foreach (var portfolio in portfolios) await Ping(portfolio);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Ping(string portfolio)
    {
        try
        {
            await grains.GetGrain<IOrchestratorGrain>(portfolio).Ping();
        }
        catch (Exception fault)
        {
            Log.PingFault(log, portfolio, fault);
        }
    }
}
