using System.Buffers.Binary;

namespace Orchestrator.Solana.Geyser;

/// <summary>A stream recorded to a file: repeated [u32 big-endian length][SubscribeUpdate].</summary>
public static class RecordedStream
{
    /// <summary>Longest message taken, bytes: a block with its accounts.</summary>
    public const int MessageBytesMax = 256 * 1024 * 1024;

    /// <summary>One message at a time; each is valid until the next is read.</summary>
    /// <exception cref="InvalidDataException">The file ends inside a message, or names a longer one than allowed.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(Stream stream)
    {
        var head = new byte[4];
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (got == 0) yield break;
            if (got < head.Length) throw new InvalidDataException("The recording ends inside a length.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length > MessageBytesMax) throw new InvalidDataException($"The recording names a message of {length} bytes.");
            if (length > buffer.Length) buffer = new byte[Math.Max((int)length, buffer.Length * 2)];
            if (stream.ReadAtLeast(buffer.AsSpan(0, (int)length), (int)length, throwOnEndOfStream: false) < length)
                throw new InvalidDataException("The recording ends inside a message.");
            yield return buffer.AsMemory(0, (int)length);
        }
    }

    public static void Write(Stream stream, ReadOnlySpan<byte> message)
    {
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(head, (uint)message.Length);
        stream.Write(head);
        stream.Write(message);
    }
}
