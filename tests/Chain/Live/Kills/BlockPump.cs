using Orchestrator.Chain.Tests.Node;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>
/// Makes blocks beside a trading process: in their own time while a trade is planned, whose blockhash would die else, and quickly while it only waits for finality or death.
/// </summary>
internal sealed class BlockPump(ChainCalls chain, IFaultPoints? inner, int quickly) : IFaultPoints, IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private Task _pumping = Task.CompletedTask;
    private readonly int _quickly = quickly;
    private int _blocks = quickly;

    public BlockPump Start()
    {
        _pumping = Pump();
        return this;
    }

    public void Slow() => Volatile.Write(ref _blocks, 1);

    public void Reach(string point)
    {
        if (point is "saga.send.after" or "saga.ending.after") Volatile.Write(ref _blocks, _quickly);
        inner?.Reach(point);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _pumping;
        _stop.Dispose();
    }

    private async Task Pump()
    {
        using var timer = new PeriodicTimer(Beat);
        while (!_stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync();
            await chain.AdvanceAsync(Volatile.Read(ref _blocks));
        }
    }
}
