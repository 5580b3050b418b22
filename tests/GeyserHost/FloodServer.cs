using System.Buffers.Binary;
using System.Net;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.GeyserHost;

/// <summary>
/// A Yellowstone endpoint that sends the same transactions over and over, as fast as they are taken, each round in the next slot. Whatever a
/// subscriber asks for, it gets all: this measures clients, so the messages stand ready as gRPC frames and only their slots are written anew.
/// </summary>
public sealed class FloodServer : IAsyncDisposable
{
    private const int HeadBytes = 5;

    // A whole HTTP/2 receive window of usual size in a few writes.
    private const int WriteBytes = 256 * 1024;

    private readonly WebApplication _app;
    private readonly byte[] _round;
    private readonly int[] _slotsAt;

    /// <param name="updates">Transaction updates whose slot is <see cref="FirstSlot"/>.</param>
    private FloodServer(IReadOnlyList<SubscribeUpdate> updates)
    {
        (_round, _slotsAt) = Frames(updates);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        _app = builder.Build();
        _app.MapPost("/geyser.Geyser/Subscribe", SendAsync);
    }

    /// <summary>Slot of the first round. Its low seven bits are zero and it has as many varint bytes as any slot of the next years.</summary>
    public const ulong FirstSlot = 254_170_880;

    /// <summary>http://127.0.0.1:PORT</summary>
    public Uri Address => new(_app.Urls.Single());

    public static async Task<FloodServer> StartAsync(IReadOnlyList<SubscribeUpdate> updates)
    {
        var server = new FloodServer(updates);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task SendAsync(HttpContext call)
    {
        call.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        call.Response.ContentType = "application/grpc";
        await call.Response.StartAsync(call.RequestAborted);
        // The subscription; what it says is of no interest here.
        await call.Request.BodyReader.ReadAsync(call.RequestAborted);
        var round = (byte[])_round.Clone();
        try
        {
            for (var slot = FirstSlot; !call.RequestAborted.IsCancellationRequested; slot++)
            {
                foreach (var at in _slotsAt) WriteSlot(round, at, slot);
                for (var at = 0; at < round.Length; at += WriteBytes)
                    await call.Response.BodyWriter.WriteAsync(round.AsMemory(at, Math.Min(WriteBytes, round.Length - at)), call.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The subscriber has what it wanted.
        }
    }

    private static (byte[] Round, int[] SlotsAt) Frames(IReadOnlyList<SubscribeUpdate> updates)
    {
        using var round = new MemoryStream();
        var slotsAt = new int[updates.Count];
        Span<byte> head = stackalloc byte[HeadBytes];
        for (var i = 0; i < slotsAt.Length; i++)
        {
            if (updates[i].Transaction?.Slot != FirstSlot) throw new ArgumentException($"Update {i} is no transaction of slot {FirstSlot}.", nameof(updates));
            var bytes = updates[i].ToByteArray();
            var next = updates[i].Clone();
            next.Transaction.Slot++;
            BinaryPrimitives.WriteInt32BigEndian(head[1..], bytes.Length);
            round.Write(head);
            // The two differ in the lowest seven bits of the slot and nowhere else.
            slotsAt[i] = (int)round.Length + bytes.AsSpan().CommonPrefixLength(next.ToByteArray());
            round.Write(bytes);
        }

        return (round.ToArray(), slotsAt);
    }

    private static void WriteSlot(byte[] round, int at, ulong slot)
    {
        for (; slot >= 0x80; slot >>= 7) round[at++] = (byte)(slot | 0x80);
        round[at] = (byte)slot;
    }
}
