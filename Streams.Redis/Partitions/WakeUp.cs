namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>Something happened that a waiting reader should look at. Set from any thread; several calls before the look count once.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);
    private int _isSet;

    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0) _set.Release();
    }

    /// <returns>When set, or after <paramref name="longest"/>.</returns>
    public async Task Wait(TimeSpan longest, CancellationToken cancel)
    {
        // The flag falls only with the permit it stands for, so a permit is never given twice.
        if (await _set.WaitAsync(longest, cancel)) Interlocked.Exchange(ref _isSet, 0);
    }

    public void Dispose() => _set.Dispose();
}
