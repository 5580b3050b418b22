using System.Runtime.CompilerServices;
using Grpc.Core;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Solana.Geyser;

/// <summary>One connection of a subscription.</summary>
internal sealed class GeyserSession : IDisposable
{
    /// <summary>Messages in a row that are no protobuf: such a server is left.</summary>
    internal const int BrokenMax = 64;

    private const string Subscribe = "/geyser.Geyser/Subscribe";

    private readonly GeyserOptions _options;
    private readonly GeyserCodec _codec;
    private readonly CancellationTokenSource _stop;
    private readonly GrpcCall _call;
    private readonly FrameBuffer _frames;
    private readonly ITimer _watchdog;
    private FrameUnpacker? _unpacker;
    private int _pingId;
    private int _broken;
    private int _messages;
    private int _messagesAtLastLook = -1;
    private volatile bool _silent;

    public GeyserSession(HttpMessageInvoker http, GeyserCodec codec, GeyserOptions options, TimeProvider clock, CancellationToken cancel)
    {
        _options = options;
        _codec = codec;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        _frames = new FrameBuffer(options.MessageBytesMax);
        _call = new GrpcCall(http, options.Address.Uri, Subscribe, options.Token, _stop.Token);

        // Looks twice in the allowed time, so that a half-open connection ends after one to one and a half of it.
        _watchdog = clock.CreateTimer(_ => Look(), null, options.SilenceMax, options.SilenceMax);
    }

    private enum Step
    {
        NeedsBytes,
        Passed,
        Ping,
        Ended,
    }

    /// <summary>Null when the request is on its way.</summary>
    public async Task<Status?> Open(ulong? from)
    {
        var request = _options.Request.Clone();
        request.Ping = null;
        if (from is { } slot) request.FromSlot = slot;
        else request.ClearFromSlot();
        return Named(await _call.Send(request));
    }

    /// <summary>The next message that passed the filter or cannot be read, or why there is none any more.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(ReadOnlyMemory<byte> Message, Status? Loss)> Next()
    {
        while (true)
        {
            switch (Drain(out var message, out var loss))
            {
                case Step.Passed: return (message, null);
                case Step.Ended: return (default, loss);
                case Step.Ping:
                    // A request with a ping alone leaves the filters as they are, and lets load balancers see client traffic.
                    if (await _call.Send(new SubscribeRequest { Ping = new() { Id = ++_pingId } }) is { } unsent) return (default, Named(unsent));
                    continue;
                default:
                    var (bytes, end) = await _call.Read(_frames.Room());
                    if (end is not null) return (default, Named(end));
                    _frames.Filled(bytes);
                    continue;
            }
        }
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        _stop.Cancel();
        _call.Dispose();
        _frames.Dispose();
        _stop.Dispose();
    }

    /// <summary>Judges message after message until one is of interest or no whole one is left.</summary>
    private Step Drain(out ReadOnlyMemory<byte> passed, out Status? loss)
    {
        (passed, loss) = (default, null);
        while (true)
        {
            var state = _frames.TryNext(out var message, out var packed);
            if (state == FrameState.Incomplete) return Step.NeedsBytes;
            if (state != FrameState.Whole) return Ended(state, out loss);
            Volatile.Write(ref _messages, _messages + 1);
            if (packed && !TryUnpack(ref message, out loss)) return Step.Ended;
            var verdict = _codec.Judge(message);
            // Its frame is whole, so that the next one is found: whoever reads names and counts it. Ended here, it would come again with every replay.
            _broken = verdict == Verdict.Broken ? _broken + 1 : 0;
            switch (verdict)
            {
                case Verdict.Rejected: continue;
                case Verdict.Ping: return Step.Ping;
                case Verdict.Broken when _broken > BrokenMax:
                    loss = new Status(StatusCode.DataLoss, $"more than {BrokenMax} messages in a row are no protobuf");
                    return Step.Ended;
                default:
                    passed = message.ToArray();
                    return Step.Passed;
            }
        }
    }

    private Step Ended(FrameState state, out Status? loss)
    {
        loss = state == FrameState.TooLarge
            ? new Status(StatusCode.ResourceExhausted, $"a message is longer than {_options.MessageBytesMax} bytes")
            : new Status(StatusCode.DataLoss, "what the server sends are no gRPC frames");
        return Step.Ended;
    }

    private bool TryUnpack(ref ReadOnlySpan<byte> message, out Status? loss)
    {
        loss = null;
        _unpacker ??= FrameUnpacker.For(_call.Encoding, _options.MessageBytesMax);
        if (_unpacker is null)
        {
            loss = new Status(StatusCode.Unimplemented, $"a message is packed as '{_call.Encoding}', which was not offered");
            return false;
        }

        try
        {
            message = _unpacker.Unpack(message);
            return true;
        }
        catch (InvalidDataException fault)
        {
            loss = new Status(StatusCode.ResourceExhausted, fault.Message);
            return false;
        }
    }

    private Status? Named(Status? loss) => loss is not null && _silent ? new Status(StatusCode.Unavailable, "the stream went silent") : loss;

    private void Look()
    {
        var seen = Volatile.Read(ref _messages);
        if (seen == Interlocked.Exchange(ref _messagesAtLastLook, seen))
        {
            _silent = true;
            _stop.Cancel();
        }
    }
}
