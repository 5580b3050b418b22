namespace Orchestrator.Chain.Tests.Live;

/// <summary>How long this process was not run at a stretch: what a limit in time may add on a machine that stands still.</summary>
internal sealed class MachineStalls : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private long _longestTicks;

    public TimeSpan Longest => new(Interlocked.Read(ref _longestTicks));

    public static MachineStalls Watch()
    {
        var stalls = new MachineStalls();
        stalls._watching = stalls.Run();
        return stalls;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task Run()
    {
        using var timer = new PeriodicTimer(Beat);
        while (!_stop.IsCancellationRequested)
        {
            var begun = TimeProvider.System.GetTimestamp();
            await timer.WaitForNextTickAsync();
            var late = TimeProvider.System.GetElapsedTime(begun) - Beat;
            if (late.Ticks > Interlocked.Read(ref _longestTicks)) Interlocked.Exchange(ref _longestTicks, late.Ticks);
        }
    }
}
