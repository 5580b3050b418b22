using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Benchmarks.Streams;

/// <summary>
/// Two more streams of a provider, with events all the time: one consumer throws at each of them, the other never comes back from the first. Each
/// is a client of its own: Orleans gives one client one event after another, whatever stream it belongs to.
/// </summary>
internal sealed class BadConsumers : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource _hanging = new();
    private readonly CancellationTokenSource _over = new();
    private readonly List<IHost> _clients = [];
    private Task _sending = Task.CompletedTask;
    private int _thrown, _hung;

    private BadConsumers()
    {
    }

    /// <summary>How often an event was refused: that it was really in the way.</summary>
    public int Thrown => Volatile.Read(ref _thrown);

    /// <summary>How many events one consumer still has in hand.</summary>
    public int Hung => Volatile.Read(ref _hung);

    /// <param name="client">Makes a client of the cluster.</param>
    public static async Task<BadConsumers> Beside(Func<IHost> client, string provider, StreamId throwing, StreamId hanging)
    {
        var bad = new BadConsumers();
        var refused = await bad.Subscribe(client(), provider, throwing, bad.Throw);
        var held = await bad.Subscribe(client(), provider, hanging, bad.Hang);
        bad._sending = bad.Send(refused, held);
        return bad;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _sending;
        _hanging.SetResult();
        foreach (var client in _clients)
        {
            await client.StopAsync();
            client.Dispose();
        }

        _over.Dispose();
    }

    private async Task<IAsyncStream<byte[]>> Subscribe(IHost client, string provider, StreamId id, Func<Task> take)
    {
        _clients.Add(client);
        await client.StartAsync();
        var stream = client.Services.GetRequiredService<IClusterClient>().GetStreamProvider(provider).GetStream<byte[]>(id);
        await stream.SubscribeAsync((_, _) => take());
        return stream;
    }

    private Task Throw()
    {
        Interlocked.Increment(ref _thrown);
        throw new InvalidOperationException("This consumer takes nothing.");
    }

    private Task Hang()
    {
        Interlocked.Increment(ref _hung);
        return _hanging.Task;
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
