using Orchestrator.Chain.Tests.Node;
using Orchestrator.Domain.Execution;

namespace Orchestrator.Chain.Tests.Live.Kills;

/// <summary>
/// Makes blocks beside a trading process: quickly while trades only wait for finality or death, and few while one is planned. Those few are counted and not timed,
/// so that a blockhash never dies because the machine stood still.
/// </summary>
internal sealed class BlockPump(ChainCalls chain, IFaultPoints? inner, int quickly) : IFaultPoints, IAsyncDisposable
{
    /// <summary>Blocks until the trade that is planned was sent or has ended: less than half of a blockhash's life.</summary>
    private const int PlannedMax = 60;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private Task _pumping = Task.CompletedTask;
    private readonly int _quickly = quickly;
    private int _left = int.MaxValue;

    public BlockPump Start()
    {
        _pumping = Pump();
        return this;
    }

    /// <summary>From here on a trade is planned.</summary>
    public void Slow() => Volatile.Write(ref _left, PlannedMax);

    /// <summary>No block until a trade is sent or over: a chain makes one in 400 ms, in which most trades are on their way.</summary>
    public void Hold() => Volatile.Write(ref _left, 0);

    public void Reach(string point)
    {
        if (point is "saga.send.after" or "saga.ending.after") Volatile.Write(ref _left, int.MaxValue);
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
            var left = Volatile.Read(ref _left);
            if (left == int.MaxValue) await chain.AdvanceAsync(_quickly);
            else if (left > 0 && Interlocked.CompareExchange(ref _left, left - 1, left) == left) await chain.AdvanceAsync(1);
        }
    }
}
