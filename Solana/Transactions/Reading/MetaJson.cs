using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>The meta member of RPC transactions, less what depends on the encoding.</summary>
internal static class MetaJson
{
    private const int StackHeightMax = 64;

    public static TransactionMeta Read(JsonElement meta) => new()
    {
        Error = Rpc.RpcAnswers.Error(meta),
        Fee = meta.U64("fee"),
        PreBalances = meta.Array("preBalances", JsonShape.U64),
        PostBalances = meta.Array("postBalances", JsonShape.U64),
        PreTokenBalances = meta.MaybeArray("preTokenBalances", Balance),
        PostTokenBalances = meta.MaybeArray("postTokenBalances", Balance),
        Logs = meta.MaybeArray("logMessages", JsonShape.Text),
        UnitsConsumed = meta.MaybeU64("computeUnitsConsumed"),
    };

    /// <summary>Yellowstone's JSON writes an absent owner as empty text.</summary>
    public static TokenBalance Balance(JsonElement json)
    {
        var amount = json.Member("uiTokenAmount");
        return new(json.Maybe("accountIndex") is { } index ? index.U8() : (byte)0, json.Key("mint"), MaybeKey(json, "owner"), MaybeKey(json, "programId"),
            amount.U64Text("amount"), amount.Maybe("decimals") is { } decimals ? decimals.U8() : (byte)0);
    }

    public static int StackHeight(JsonElement json, int absent) =>
        json.MaybeU64("stackHeight") is not { } height ? absent
        : height is > 0 and <= StackHeightMax ? (int)height
        : throw new ShapeException("stackHeight: out of range");

    private static PublicKey? MaybeKey(JsonElement json, string name) => json.MaybeText(name) is null or "" ? null : json.Key(name);
}
