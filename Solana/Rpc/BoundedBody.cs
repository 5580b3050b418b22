using System.Buffers;

namespace Orchestrator.Solana.Rpc;

/// <summary>Reads a body up to a limit, whatever its headers promise. Counts bytes after decompression.</summary>
internal static class BoundedBody
{
    private const int ChunkSize = 64 * 1024;

    /// <summary>Null when the body is larger.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Read(HttpContent content, int bytesMax, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > bytesMax) return null;
        using var stream = await content.ReadAsStreamAsync(cancel);
        var body = new ArrayBufferWriter<byte>(ChunkSize);
        while (true)
        {
            var read = await stream.ReadAsync(body.GetMemory(ChunkSize / 4), cancel);
            if (read == 0) return body.WrittenMemory;
            body.Advance(read);
            if (body.WrittenCount > bytesMax) return null;
        }
    }
}
