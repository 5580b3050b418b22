using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Tests.Geyser;

/// <summary>The whole path of a received byte without a socket: transport stream, frames, verdict. The benchmarks measure the same.</summary>
internal static class RejectedStream
{
    /// <summary>A session hears all messages some times over, rejects each, and comes to the end of the stream.</summary>
    /// <returns>What that allocated on this thread, which is the only one, and the newest slot.</returns>
    public static async Task<(long Allocated, ulong? LastSlot)> Listen(byte[][] messages, int times)
    {
        var filter = new UpdateFilter { Accounts = new[] { PublicKey.Parse("1nc1nerator11111111111111111111111111111111") }.ToFrozenSet(), Votes = true, Failed = true };
        var codec = new GeyserCodec(filter, new RecentUpdates(10, 10));
        var options = new GeyserOptions { Address = new SecretAddress("http://transport.test"), Request = new SubscribeRequest() };
        using var http = new HttpMessageInvoker(new Transport([.. messages.SelectMany(Frame)], times));
        using var session = new GeyserSession(http, codec, options, TimeProvider.System, CancellationToken.None);
        if (await session.Open(null) is { } unopened) throw new InvalidOperationException(unopened.Detail);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (_, loss) = await session.Next();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (loss is not { StatusCode: StatusCode.Internal }) throw new InvalidOperationException($"Ended with {loss}.");
        return (allocated, codec.LastSlot);
    }

    public static byte[] Frame(byte[] message)
    {
        var frame = new byte[FrameBuffer.HeadBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, FrameBuffer.HeadBytes);
        return frame;
    }

    /// <summary>Answers every call with the same bytes some times over, in parts of uneven size, and then an end without a status.</summary>
    private sealed class Transport(byte[] bytes, int times) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new Repeated(bytes, times));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content, Version = HttpVersion.Version20 });
        }
    }

    private sealed class Repeated(byte[] bytes, int times) : MemoryStream(bytes)
    {
        private int _left = times;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length && --_left > 0) Position = 0;
            return new(Read(buffer.Span[..Math.Min(buffer.Length, 40_001)]));
        }
    }
}
