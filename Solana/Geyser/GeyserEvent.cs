using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Solana.Geyser;

public enum GeyserEventKind
{
    Update,

    /// <summary>The connection was lost; it is being opened again with replay. Nothing is lost yet.</summary>
    Lost,

    /// <summary>Replay is not possible: what happened between the last slot and the next update is missing and must be read anew.</summary>
    Gap,

    /// <summary>The server refuses for a reason that trying again does not change. The sequence ends.</summary>
    Refused,
}

/// <summary>An update that passed the filter, or word about the stream itself.</summary>
/// <param name="Message">The SubscribeUpdate as received; empty for other kinds.</param>
/// <param name="LastSlot">Highest slot seen so far.</param>
/// <param name="Detail">Why, for people; secrets are taken out.</param>
public sealed record GeyserEvent(GeyserEventKind Kind, ReadOnlyMemory<byte> Message, ulong? LastSlot, string? Detail)
{
    private SubscribeUpdate? _update;

    /// <summary>The generated form, parsed when first asked for.</summary>
    /// <exception cref="Google.Protobuf.InvalidProtocolBufferException">The parts that the filter did not look at are no protobuf.</exception>
    public SubscribeUpdate Update => _update ??= SubscribeUpdate.Parser.ParseFrom(Message.Span);
}
