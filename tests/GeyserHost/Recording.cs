using System.Buffers.Binary;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.GeyserHost;

/// <summary>Recorded streams: frames of a 32-bit big-endian length and one SubscribeUpdate.</summary>
public static class Recording
{
    private const int FrameMax = 64 * 1024 * 1024;

    /// <exception cref="InvalidDataException">A frame is cut off or longer than 64 MiB.</exception>
    public static IEnumerable<SubscribeUpdate> Read(Stream stream)
    {
        var header = new byte[4];
        while (true)
        {
            var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            if (read == 0) yield break;
            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            if (read < header.Length || length > FrameMax) throw new InvalidDataException($"A frame header of {read} bytes announces {length}.");
            var frame = new byte[length];
            if (stream.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) < frame.Length) throw new InvalidDataException("The last frame is cut off.");
            yield return SubscribeUpdate.Parser.ParseFrom(frame);
        }
    }

    /// <summary>The slot an update belongs to; null for pings and pongs, which belong to none.</summary>
    public static ulong? SlotOf(SubscribeUpdate update) => update.UpdateOneofCase switch
    {
        SubscribeUpdate.UpdateOneofOneofCase.Account => update.Account.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.Slot => update.Slot.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.Transaction => update.Transaction.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.TransactionStatus => update.TransactionStatus.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.Block => update.Block.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.BlockMeta => update.BlockMeta.Slot,
        SubscribeUpdate.UpdateOneofOneofCase.Entry => update.Entry.Slot,
        _ => null,
    };
}
