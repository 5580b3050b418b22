using System.Buffers;
using System.Buffers.Binary;

namespace Orchestrator.Solana.Geyser;

/// <summary>How far the bytes at hand reach.</summary>
internal enum FrameState
{
    /// <summary>The next message is not whole yet.</summary>
    Incomplete,

    Whole,

    /// <summary>The next message is longer than allowed.</summary>
    TooLarge,

    /// <summary>What follows is no frame: the flag is neither 0 nor 1.</summary>
    Unreadable,
}

/// <summary>Cuts the bytes of a gRPC stream into messages where they lie. Allocates only to hold a message longer than any before.</summary>
/// <remarks>
/// A frame is [u8 packed flag][u32 big-endian length][message]. Source: grpc/grpc, doc/PROTOCOL-HTTP2.md. Memory is bounded by twice the
/// bytes received and by the longest message allowed: a length alone, which costs a sender nothing, reserves nothing.
/// </remarks>
internal sealed class FrameBuffer(int messageBytesMax) : IDisposable
{
    public const int HeadBytes = 5;

    // A full receive window is cut in a few dozen reads; the tail that has to be moved to the front stays small beside it.
    private const int BytesMin = 512 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(BytesMin);
    private int _start;
    private int _end;

    /// <summary>Where to put received bytes; never empty. What <see cref="TryNext"/> gave before is no longer valid.</summary>
    public Memory<byte> Room()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
            // A block may have needed megabytes; what follows it does not.
            if (_bytes.Length > 4 * BytesMin) Exchange(BytesMin);
        }
        else if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length) Exchange((int)Math.Min(2L * _bytes.Length, Array.MaxLength));
        return _bytes.AsMemory(_end);
    }

    public void Filled(int bytes) => _end += bytes;

    /// <summary>The next message as it was sent; valid until the next <see cref="Room"/>.</summary>
    public FrameState TryNext(out ReadOnlySpan<byte> message, out bool packed)
    {
        message = default;
        packed = false;
        var rest = _bytes.AsSpan(_start, _end - _start);
        if (rest.Length < HeadBytes) return FrameState.Incomplete;
        if (rest[0] > 1) return FrameState.Unreadable;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest[1..]);
        if (length > (uint)messageBytesMax) return FrameState.TooLarge;
        if (rest.Length - HeadBytes < (int)length) return FrameState.Incomplete;
        message = rest.Slice(HeadBytes, (int)length);
        packed = rest[0] == 1;
        _start += HeadBytes + (int)length;
        return FrameState.Whole;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _start, _end) = ([], 0, 0);
    }

    private void Exchange(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes);
        _bytes.AsSpan(_start, _end - _start).CopyTo(larger);
        (_start, _end) = (0, _end - _start);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
