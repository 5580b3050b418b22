using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Silo.Hosting;

/// <summary>
/// SIGINT and SIGTERM: nothing new is taken, what runs ends or is left to whoever resumes it, and only then does the silo go.
/// Registered last, so it is stopped first.
/// </summary>
internal sealed partial class DrainOnStop(IGrainFactory grains, LiveSettings settings, ILogger<DrainOnStop> log) : IHostedService
{
    /// <summary>Longest wait for executions; what is not over by then is stored and resumed at the next start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var report = await grains.GetGrain<IOrchestratorGrain>(settings.Current.Text("orchestrator.portfolio")).Drain(Patience);
        if (report.Clean) Drained();
        else LeftRunning(report.StillRunning.Length);
    }

    [LoggerMessage(3020, LogLevel.Information, "Drained: nothing runs any more")]
    private partial void Drained();

    [LoggerMessage(3021, LogLevel.Warning, "{Count} executions still run; they are stored and resume at the next start")]
    private partial void LeftRunning(int count);
}
