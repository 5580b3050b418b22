using System.Text.Json;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>A message from a node's WebSocket, read as far as its envelope.</summary>
internal readonly record struct SocketMessage(ulong? AnswerTo, ulong? Subscription, string? Method, JsonElement Result, RpcError? Error)
{
    /// <summary>Gives a message or a refusal; the element lives as long as <paramref name="json"/>.</summary>
    public static RpcError? Read(JsonDocument json, out SocketMessage message)
    {
        message = default;
        try
        {
            var root = json.RootElement;
            if (root.Maybe("params") is { } notified)
                message = new(null, notified.U64("subscription"), root.Text("method"), notified.Member("result"), null);
            else if (root.Maybe("error") is { } error)
                message = new(root.MaybeId(), null, null, default, RpcErrorReader.Read(error));
            else
                message = new(root.U64("id"), null, null, root.Member("result"), null);
            return null;
        }
        catch (ShapeException fault)
        {
            return new(RpcFault.UnexpectedShape, fault.Message);
        }
    }
}
