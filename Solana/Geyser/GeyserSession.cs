using Grpc.Core;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Solana.Geyser;

/// <summary>One connection of a subscription.</summary>
internal sealed class GeyserSession : IDisposable
{
    private readonly GeyserOptions _options;
    private readonly CancellationTokenSource _stop;
    private readonly AsyncDuplexStreamingCall<SubscribeRequest, GeyserFrame> _call;
    private readonly ITimer _watchdog;
    private int _pingId;
    private int _messages;
    private int _messagesAtLastLook = -1;
    private bool _silent;

    public GeyserSession(CallInvoker invoker, GeyserCodec codec, GeyserOptions options, TimeProvider clock, CancellationToken cancel)
    {
        _options = options;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var headers = new Metadata();
        if (options.Token is { } token) headers.Add("x-token", token);
        _call = invoker.AsyncDuplexStreamingCall(codec.Subscribe, null, new CallOptions(headers, cancellationToken: _stop.Token));

        // Looks twice in the allowed time, so that a half-open connection ends after one to one and a half of it.
        _watchdog = clock.CreateTimer(_ => Look(), null, options.SilenceMax, options.SilenceMax);
    }

    /// <summary>Null when the request is on its way.</summary>
    public async Task<Status?> Open(ulong? from)
    {
        var request = _options.Request.Clone();
        request.Ping = null;
        if (from is { } slot) request.FromSlot = slot;
        else request.ClearFromSlot();
        return await Try(() => _call.RequestStream.WriteAsync(request));
    }

    /// <summary>The next message that passed the filter, or why there is none any more.</summary>
    public async Task<(ReadOnlyMemory<byte> Message, Status? Loss)> Next()
    {
        while (true)
        {
            var ended = false;
            if (await Try(async () => ended = !await _call.ResponseStream.MoveNext(CancellationToken.None)) is { } loss) return (default, loss);
            if (ended) return (default, new Status(StatusCode.OK, "the server ended the stream"));
            Volatile.Write(ref _messages, _messages + 1);
            var frame = _call.ResponseStream.Current;
            if (ReferenceEquals(frame, GeyserFrame.Broken)) return (default, new Status(StatusCode.DataLoss, "a message is no protobuf"));

            // A request with a ping alone leaves the filters as they are, and lets load balancers see client traffic.
            if (frame.Kind == UpdateKind.Ping
                && await Try(() => _call.RequestStream.WriteAsync(new SubscribeRequest { Ping = new() { Id = ++_pingId } })) is { } pingLoss)
                return (default, pingLoss);
            if (!frame.Message.IsEmpty) return (frame.Message, null);
        }
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _stop.Cancel();
        _call.Dispose();
        _stop.Dispose();
    }

    private void Look()
    {
        var seen = Volatile.Read(ref _messages);
        if (seen == Interlocked.Exchange(ref _messagesAtLastLook, seen))
        {
            _silent = true;
            _stop.Cancel();
        }
    }

    private async Task<Status?> Try(Func<Task> step)
    {
        try
        {
            await step();
            return null;
        }
        catch (RpcException fault)
        {
            return _silent ? new Status(StatusCode.Unavailable, "the stream went silent") : fault.Status;
        }
        catch (OperationCanceledException)
        {
            return new Status(_silent ? StatusCode.Unavailable : StatusCode.Cancelled, _silent ? "the stream went silent" : "cancelled");
        }
        catch (InvalidOperationException fault)
        {
            // Writing to a call that has ended; reading tells why, but the call is over in any case.
            return new Status(StatusCode.Unavailable, fault.Message);
        }
    }
}
