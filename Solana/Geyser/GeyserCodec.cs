using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Solana.Geyser;

/// <summary>One received message: its kind and slot, and its bytes if the filter let it pass.</summary>
/// <remarks>Rejected messages share objects, so that they cost no allocation; the slot of them is told to the session directly.</remarks>
internal sealed class GeyserFrame
{
    public static readonly GeyserFrame Rejected = new(default, UpdateKind.Unknown);
    public static readonly GeyserFrame Broken = new(default, UpdateKind.Unknown);
    public static readonly GeyserFrame Ping = new(default, UpdateKind.Ping);

    public GeyserFrame(ReadOnlyMemory<byte> message, UpdateKind kind) => (Message, Kind) = (message, kind);

    public ReadOnlyMemory<byte> Message { get; }

    public UpdateKind Kind { get; }
}

/// <summary>Decides on each message while it still lies in the transport's buffer.</summary>
internal sealed class GeyserCodec
{
    private readonly UpdateFilter _filter;
    private readonly RecentUpdates _recent;
    private byte[] _joined = [];

    public GeyserCodec(UpdateFilter filter, RecentUpdates recent)
    {
        _filter = filter;
        _recent = recent;
        Subscribe = new(
            MethodType.DuplexStreaming, "geyser.Geyser", "Subscribe",
            Marshallers.Create<SubscribeRequest>(static (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            }, static context => SubscribeRequest.Parser.ParseFrom(context.PayloadAsReadOnlySequence())),
            Marshallers.Create<GeyserFrame>(static (_, _) => throw new NotSupportedException(), Read));
    }

    public Method<SubscribeRequest, GeyserFrame> Subscribe { get; }

    /// <summary>Highest slot of any message, passed or not.</summary>
    public ulong? LastSlot { get; private set; }

    internal GeyserFrame Read(ReadOnlySpan<byte> message)
    {
        if (!UpdateView.TryRead(message, out var update)) return GeyserFrame.Broken;
        if (update.Kind == UpdateKind.Ping) return GeyserFrame.Ping;
        if (update.Slot > (LastSlot ?? 0)) LastSlot = update.Slot;
        return _filter.Wants(update) && _recent.IsNew(update) ? new GeyserFrame(message.ToArray(), update.Kind) : GeyserFrame.Rejected;
    }

    private GeyserFrame Read(DeserializationContext context)
    {
        var payload = context.PayloadAsReadOnlySequence();
        if (payload.IsSingleSegment) return Read(payload.FirstSpan);
        if (_joined.Length < payload.Length) _joined = new byte[payload.Length * 2];
        payload.CopyTo(_joined);
        return Read(_joined.AsSpan(0, (int)payload.Length));
    }
}
