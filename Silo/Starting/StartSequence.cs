using System.Diagnostics;

namespace Orchestrator.Silo.Starting;

/// <summary>One step of a start: it is done when the task completes, and a <see cref="StartFault"/> ends the start.</summary>
internal interface IStartStep
{
    string Name { get; }

    Task Run(CancellationToken cancel);
}

/// <summary>Runs the steps one after the other once the silo is up, each named in the log with its time. Nothing is traded before the last.</summary>
internal sealed partial class StartSequence(IEnumerable<IStartStep> steps, ILogger<StartSequence> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            var begun = Stopwatch.GetTimestamp();
            await step.Run(cancellationToken);
            Done(step.Name, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3000, LogLevel.Information, "Start: {Step} took {Milliseconds:0} ms")]
    private partial void Done(string step, double milliseconds);
}
