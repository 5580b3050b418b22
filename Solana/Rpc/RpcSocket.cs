using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>A notification, or word that some may have been missed.</summary>
/// <param name="Gap">The connection was lost: whatever happened since the last value is unknown and must be read anew.</param>
/// <param name="Error">A message could not be read, or why the connection was lost.</param>
public sealed record Notice<T>(T? Value, bool Gap, RpcError? Error);

/// <summary>Subscribes over a connection of its own, and again after each loss, until the caller stops.</summary>
/// <remarks>
/// Nothing is queued here: the next message is read when the caller asks for it, so a slow caller pushes back on the node, which
/// closes the connection; that shows as a gap.
/// </remarks>
public sealed class RpcSocket(RpcSocketOptions options, TimeProvider clock, Func<double> chance)
{
    /// <summary>Never throws but for <paramref name="cancel"/>. A refused subscription ends the sequence with its error.</summary>
    public async IAsyncEnumerable<Notice<T>> Listen<T>(Subscription<T> subscription, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var delay = options.ReconnectDelay;
        while (true)
        {
            RpcError? lost = null;
            using var socket = new ClientWebSocket();
            socket.Options.KeepAliveInterval = options.KeepAlive;
            socket.Options.KeepAliveTimeout = options.KeepAlive;
            var (id, refused) = await Subscribe(socket, subscription, cancel);
            if (refused is { Remedy: RpcRemedy.GiveUp })
            {
                yield return new(default, Gap: false, Hide(refused));
                yield break;
            }

            lost = refused;
            var buffer = new ArrayBufferWriter<byte>();
            while (lost is null)
            {
                (var notice, lost) = await Next(socket, subscription, id, buffer, cancel);
                if (notice is null) continue;
                delay = options.ReconnectDelay;
                yield return notice;
                if (subscription.EndsWithFirst && notice.Error is null) yield break;
            }

            yield return new(default, Gap: true, Hide(lost));
            await Task.Delay(delay * (0.5 + (chance() / 2)), clock, cancel);
            delay = delay * 2 < options.ReconnectDelayMax ? delay * 2 : options.ReconnectDelayMax;
        }
    }

    private async Task<(ulong Id, RpcError? Error)> Subscribe<T>(ClientWebSocket socket, Subscription<T> subscription, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(options.SubscribeTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            await socket.ConnectAsync(options.Address.WebSocket, either.Token);
            await socket.SendAsync(subscription.Call.Write(1), WebSocketMessageType.Text, endOfMessage: true, either.Token);
            var buffer = new ArrayBufferWriter<byte>();
            if (await Receive(socket, buffer, either.Token) is { } fault) return (0, fault);
            var answer = subscription.Call.Read(buffer.WrittenMemory, id: 1);
            return answer.TryGet(out var id, out var error) ? (id, null) : (0, error);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (0, new(RpcFault.Timeout, "not subscribed in time"));
        }
        catch (WebSocketException fault)
        {
            return (0, new(RpcFault.ConnectionFailed, fault.Message));
        }
    }

    private async Task<(Notice<T>? Notice, RpcError? Lost)> Next<T>(
        ClientWebSocket socket, Subscription<T> subscription, ulong id, ArrayBufferWriter<byte> buffer, CancellationToken cancel)
    {
        try
        {
            if (await Receive(socket, buffer, cancel) is { } lost) return (null, lost);
        }
        catch (WebSocketException fault)
        {
            return (null, new(RpcFault.ConnectionFailed, fault.Message));
        }

        return (SocketReader.Read(buffer.WrittenMemory, subscription, id) is var (notice, error) && error is not null
            ? new(default, Gap: false, Hide(error))
            : notice, null);
    }

    private async Task<RpcError?> Receive(ClientWebSocket socket, ArrayBufferWriter<byte> buffer, CancellationToken cancel)
    {
        buffer.ResetWrittenCount();
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.GetMemory(4_096), cancel);
            if (part.MessageType == WebSocketMessageType.Close) return new(RpcFault.ConnectionFailed, "closed by the provider");
            buffer.Advance(part.Count);
            if (buffer.WrittenCount > options.MessageBytesMax) return new(RpcFault.ResponseTooLarge, $"more than {options.MessageBytesMax} bytes");
            if (part.EndOfMessage) return null;
        }
    }

    private RpcError Hide(RpcError error) => error with { Message = options.Address.Redact(error.Message) };
}

/// <summary>Messages of one subscription, apart from the socket.</summary>
internal static class SocketReader
{
    /// <summary>Neither: the message was for somebody else.</summary>
    public static (Notice<T>? Notice, RpcError? Error) Read<T>(ReadOnlyMemory<byte> body, Subscription<T> subscription, ulong id)
    {
        try
        {
            using var json = JsonDocument.Parse(body, JsonShape.Strict);
            if (SocketMessage.Read(json, out var message) is { } error) return (null, error);
            return message.Subscription == id && message.Method == subscription.Kind + "Notification"
                ? (new(subscription.Read(message.Result), Gap: false, null), null)
                : (null, message.Error);
        }
        catch (JsonException)
        {
            return (null, new(RpcFault.NotJson, "the message is not JSON, or nested too deep"));
        }
        catch (ShapeException fault)
        {
            return (null, new(RpcFault.UnexpectedShape, fault.Message));
        }
    }
}
