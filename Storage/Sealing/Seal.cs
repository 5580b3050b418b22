using System.Buffers.Binary;
using System.Numerics;
using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Sealing;

/// <summary>
/// Eight bytes before every stored state: two of mark, one of format, one reserved, four of CRC-32C over the rest. A
/// binary serializer can read damaged bytes as another state without noticing; a seal cannot.
/// </summary>
internal static class Seal
{
    public const int Length = 8;
    private const byte Format = 1;

    public static byte[] Close(ReadOnlySpan<byte> body)
    {
        var sealedBytes = new byte[Length + body.Length];
        body.CopyTo(sealedBytes.AsSpan(Length));
        sealedBytes[0] = (byte)'O';
        sealedBytes[1] = (byte)'S';
        sealedBytes[2] = Format;
        BinaryPrimitives.WriteUInt32LittleEndian(sealedBytes.AsSpan(4), Crc32C(body));
        return sealedBytes;
    }

    /// <exception cref="StoreFaultException"><see cref="StoreFault.StateUnreadable"/>.</exception>
    public static ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> sealedBytes, string what)
    {
        var span = sealedBytes.Span;
        if (span.Length < Length || span[0] != 'O' || span[1] != 'S') throw Unreadable(what, "the mark is missing");
        if (span[2] != Format) throw Unreadable(what, $"format {span[2]} is not known to this build");
        if (BinaryPrimitives.ReadUInt32LittleEndian(span[4..]) != Crc32C(span[Length..])) throw Unreadable(what, "the checksum differs");
        return sealedBytes[Length..];
    }

    public static StoreFaultException Unreadable(string what, string why, Exception? cause = null) => new(
        StoreFault.StateUnreadable, $"The stored bytes of {what} are unreadable: {why}.",
        "Restore the store from a backup; the bytes were left as they are.", cause);

    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var b in bytes) crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }
}
