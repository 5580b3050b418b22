using Grpc.Net.Compression;

namespace Orchestrator.Solana.Geyser;

/// <summary>Unpacks messages of one call. What it gives is valid until the next one.</summary>
internal sealed class FrameUnpacker(ICompressionProvider provider)
{
    private readonly MemoryStream _unpacked = new();

    /// <summary>What a client offers to understand.</summary>
    public const string Accepted = "identity,gzip,zstd";

    /// <summary>Null for a name that this client did not offer.</summary>
    public static FrameUnpacker? For(string? encoding, int messageBytesMax) => encoding switch
    {
        "gzip" => new(new BoundedGzipCompression(messageBytesMax)),
        "zstd" => new(new ZstdCompression(messageBytesMax)),
        _ => null,
    };

    /// <exception cref="InvalidDataException">The bytes are not what their encoding says, or stand for too many.</exception>
    public ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> packed)
    {
        using var source = new MemoryStream(packed.ToArray(), writable: false);
        _unpacked.SetLength(0);
        try
        {
            using var unpacking = provider.CreateDecompressionStream(source);
            unpacking.CopyTo(_unpacked);
        }
        catch (Exception fault) when (fault is IOException or ZstdSharp.ZstdException)
        {
            throw new InvalidDataException(fault.Message, fault);
        }

        return _unpacked.GetBuffer().AsSpan(0, (int)_unpacked.Length);
    }
}
