using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Yellowstone;

/// <summary>One subscriber: reads its requests and writes what they ask for, from one writer.</summary>
internal sealed class Subscription(Feed feed, IServerStreamWriter<SubscribeUpdate> output)
{
    /// <summary>Pings and pongs that wait for one who does not read; more tell him nothing.</summary>
    private const int OwnMax = 1_000;

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentQueue<SubscribeUpdate> _own = new();
    private volatile Reading? _reading;

    /// <summary>Where a subscriber stands. Replaced whole by each request that sets filters.</summary>
    private sealed record Reading(Filters Filters, ulong FirstSlot)
    {
        public long Position { get; set; }
    }

    /// <summary>Filters of the newest request; null before the first.</summary>
    public Filters? Filters => _reading?.Filters;

    /// <exception cref="RpcException">The request cannot be served, in the server's own words.</exception>
    public void Accept(SubscribeRequest request)
    {
        if (request.Ping is { } ping)
        {
            Say(new SubscribeUpdate { Pong = new SubscribeUpdatePong { Id = ping.Id } });
            return;
        }

        Filters filters;
        try
        {
            filters = new Filters(request);
        }
        catch (FilterException refused)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"failed to create filter: {refused.Message}"));
        }

        var from = request.HasFromSlot ? request.FromSlot : (ulong?)null;
        if (from is { } slot && feed.FirstAvailable is { } first && slot < first)
            throw new RpcException(new Status(StatusCode.OutOfRange, $"broadcast from {slot} is not available, last available: {first}"));
        var position = from is null ? _reading?.Position ?? feed.End : feed.Begin;
        _reading = new Reading(filters, from ?? _reading?.FirstSlot ?? 0) { Position = position };
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Sends a message that belongs to this connection alone.</summary>
    public void Say(SubscribeUpdate update)
    {
        if (_own.Count < OwnMax) _own.Enqueue(update);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Writes until cancelled.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        feed.Join(_wake.Writer);
        try
        {
            while (await _wake.Reader.WaitToReadAsync(cancellation))
            {
                while (_wake.Reader.TryRead(out _)) { }
                await DrainAsync(cancellation);
            }
        }
        catch (LaggedException lagged)
        {
            throw new RpcException(new Status(StatusCode.Internal, lagged.Message));
        }
        finally
        {
            feed.Leave(_wake.Writer);
        }
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        while (true)
        {
            while (_own.TryDequeue(out var own)) await output.WriteAsync(own, cancellation);
            if (_reading is not { } reading || feed.At(reading.Position) is not { } update) return;
            reading.Position++;
            foreach (var message in Select(reading, update)) await output.WriteAsync(message, cancellation);
        }
    }

    /// <summary>
    /// At "processed" data is sent as it comes; else when its slot reaches the commitment, before the status itself, so that whoever
    /// has seen the status has seen the slot.
    /// </summary>
    private IEnumerable<SubscribeUpdate> Select(Reading reading, SubscribeUpdate update)
    {
        if (UpdateSlot.Of(update) < reading.FirstSlot) return [];
        var filters = reading.Filters;
        var isStatus = update.UpdateOneofCase == SubscribeUpdate.UpdateOneofOneofCase.Slot;
        if (filters.Threshold == SlotStatus.SlotProcessed || (isStatus && update.Slot.Status != filters.Threshold)) return filters.Apply(update);
        return isStatus ? [.. feed.DataOf(update.Slot.Slot).SelectMany(filters.Apply), .. filters.Apply(update)] : [];
    }
}
