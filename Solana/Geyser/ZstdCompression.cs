using System.IO.Compression;
using Grpc.Net.Compression;
using ZstdSharp;

namespace Orchestrator.Solana.Geyser;

/// <summary>grpc-encoding: zstd, which .NET's gRPC does not bring.</summary>
/// <param name="messageBytesMax">A message that unpacks to more is a fault: a few bytes can stand for gigabytes.</param>
public sealed class ZstdCompression(int messageBytesMax) : ICompressionProvider
{
    public string EncodingName => "zstd";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => new CompressionStream(stream, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) => new BoundedStream(new DecompressionStream(stream, leaveOpen: true), messageBytesMax);
}

/// <summary>grpc-encoding: gzip with the same bound.</summary>
public sealed class BoundedGzipCompression(int messageBytesMax) : ICompressionProvider
{
    public string EncodingName => "gzip";

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    public Stream CreateDecompressionStream(Stream stream) =>
        new BoundedStream(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), messageBytesMax);
}
