using System.Text.Json;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>The error member of a JSON-RPC answer.</summary>
internal static class RpcErrorReader
{
    private const int MessageMax = 500;

    public static RpcError Read(JsonElement error)
    {
        // Some gateways answer {"error":"text"}.
        if (error.ValueKind == JsonValueKind.String) return new(RpcFault.Other, Cut(error.Text()));
        var code = error.Maybe("code") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : (int?)null;
        var fault = code is { } known ? RpcError.FaultOf(known) : RpcFault.Other;
        var data = error.Maybe("data");
        return new(fault, Cut(error.Maybe("message") is { ValueKind: JsonValueKind.String } message ? message.Text() : fault.ToString()))
        {
            Code = code,
            SlotsBehind = Number(data, "numSlotsBehind"),
            ContextSlot = Number(data, "contextSlot"),
            Simulation = fault == RpcFault.PreflightFailed && data is { } simulated ? SimulationOf(simulated) : null,
        };
    }

    /// <summary>The id of an answer; null when it is none of ours.</summary>
    public static ulong? MaybeId(this JsonElement root) =>
        root.Maybe("id") is { ValueKind: JsonValueKind.Number } id && id.TryGetUInt64(out var value) ? value : null;

    private static ulong? Number(JsonElement? data, string name) =>
        data?.Maybe(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out var value) ? value : null;

    // The refusal stands even when its explanation cannot be read.
    private static SimulationResult? SimulationOf(JsonElement data)
    {
        try
        {
            return SimulationResult.Read(data);
        }
        catch (ShapeException)
        {
            return null;
        }
    }

    private static string Cut(string text) => text.Length <= MessageMax ? text : text[..MessageMax];
}
