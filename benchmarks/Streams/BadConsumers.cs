using Orleans.Streams;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>Two more streams of a provider, with events all the time: one consumer throws at each of them, the other never comes back from the first.</summary>
internal sealed class BadConsumers : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource _hanging = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _sending;
    private int _thrown;

    private BadConsumers(IAsyncStream<byte[]> throwing, IAsyncStream<byte[]> hanging) => _sending = Send(throwing, hanging);

    /// <summary>How often an event was refused: that it was really in the way.</summary>
    public int Thrown => Volatile.Read(ref _thrown);

    public static async Task<BadConsumers> Beside(IAsyncStream<byte[]> throwing, IAsyncStream<byte[]> hanging)
    {
        var bad = new BadConsumers(throwing, hanging);
        await throwing.SubscribeAsync((_, _) => bad.Throw());
        await hanging.SubscribeAsync((_, _) => bad._hanging.Task);
        return bad;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _sending;
        _hanging.SetResult();
        _over.Dispose();
    }

    private Task Throw()
    {
        Interlocked.Increment(ref _thrown);
        throw new InvalidOperationException("This consumer takes nothing.");
    }

    private async Task Send(IAsyncStream<byte[]> throwing, IAsyncStream<byte[]> hanging)
    {
        using var timer = new PeriodicTimer(Period);
        while (!_over.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync();
            await throwing.OnNextAsync(Arrivals.Stamped(StreamsLoad.PayloadBytes));
            await hanging.OnNextAsync(Arrivals.Stamped(StreamsLoad.PayloadBytes));
        }
    }
}
