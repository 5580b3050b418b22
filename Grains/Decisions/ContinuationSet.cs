using Microsoft.Extensions.Logging;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Work that a tick started and does not wait for. A fault of one costs what it worked on and never the loop.
/// Belongs to one activation: every call comes from its scheduler.
/// </summary>
/// <param name="awaited">In event time each one is awaited before the next begins.</param>
internal sealed class ContinuationSet(bool awaited, ILoggerFactory loggers)
{
    private readonly HashSet<Task> _underWay = [];
    private readonly ILogger _log = loggers.CreateLogger<ContinuationSet>();

    public Task Start(Func<Task> work)
    {
        _underWay.RemoveWhere(task => task.IsCompleted);
        var started = Guard(work);
        if (started.IsCompleted) return Task.CompletedTask;
        if (awaited) return started;
        _underWay.Add(started);
        return Task.CompletedTask;
    }

    public async Task WhenQuiet()
    {
        while (_underWay.RemoveWhere(task => task.IsCompleted) >= 0 && _underWay.Count > 0) await Task.WhenAny(_underWay);
    }

    private async Task Guard(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault)
        {
            Log.ContinuationFault(_log, fault);
        }
    }
}
