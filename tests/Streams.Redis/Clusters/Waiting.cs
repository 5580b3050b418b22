namespace Orchestrator.Streams.Redis.Tests.Clusters;

/// <summary>Looks at what only a server or a silo can tell until it is so.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(50);

    /// <exception cref="TimeoutException">It did not become so.</exception>
    public static async Task Until(Func<Task<bool>> isSo, string what)
    {
        using var timer = new PeriodicTimer(Period);
        using var patience = new CancellationTokenSource(Recorder.Patience);
        while (!await isSo())
            if (patience.IsCancellationRequested || !await timer.WaitForNextTickAsync(CancellationToken.None)) throw new TimeoutException($"Waited for: {what}.");
    }
}
