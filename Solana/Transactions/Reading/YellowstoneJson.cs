using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>A Yellowstone transaction update written as JSON. Sources differ in how they write bytes; see <see cref="YellowstoneBytes"/>.</summary>
internal static class YellowstoneJson
{
    /// <summary>True for {transaction:{slot, transaction:{…}}} and for {block:{…}}.</summary>
    public static bool IsUpdate(JsonElement json) =>
        json.Maybe("block") is { ValueKind: JsonValueKind.Object }
        || json.Maybe("transaction") is { ValueKind: JsonValueKind.Object } update && update.Maybe("slot") is not null && update.Maybe("transaction") is not null;

    public static ImmutableArray<ReadResult> Read(JsonElement json)
    {
        if (json.Maybe("block") is { } block)
        {
            var time = block.Maybe("blockTime")?.Maybe("timestamp")?.I64();
            DateTimeOffset? blockTime = time is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(time.Value) : null;
            var slot = block.U64Text("slot");
            return block.Array("transactions", info => Info(info, slot, blockTime));
        }

        var update = json.Member("transaction");
        return [Info(update.Member("transaction"), update.U64Text("slot"), null)];
    }

    private static ReadResult Info(JsonElement info, ulong slot, DateTimeOffset? blockTime)
    {
        // Shred updates carry the transaction without signature, meta and index around it.
        var transaction = info.Maybe("transaction") ?? info;
        var message = transaction.Member("message");
        var bytes = YellowstoneBytes.ConventionOf(message.Member("accountKeys"));
        var header = message.Member("header");
        var refusal = WireParts.Join(
            transaction.Array("signatures", bytes.Signature),
            new Message(
                message.Maybe("versioned") is { } versioned && versioned.Bool() ? MessageVersion.V0 : MessageVersion.Legacy,
                new(Count(header, "numRequiredSignatures"), Count(header, "numReadonlySignedAccounts"), Count(header, "numReadonlyUnsignedAccounts")),
                message.Array("accountKeys", bytes.Key),
                new Blockhash(bytes.Key(message.Member("recentBlockhash")).AsSpan()),
                message.Array("instructions", item => new CompiledInstruction(Count(item, "programIdIndex"), bytes.Bytes(item, "accounts"), bytes.Bytes(item, "data"))),
                message.MaybeArray("addressTableLookups", item =>
                    new TableLookup(bytes.Key(item.Member("accountKey")), bytes.Bytes(item, "writableIndexes"), bytes.Bytes(item, "readonlyIndexes")))),
            out var wire);
        if (wire is null) return ReadResult.Refused(ReadRefusal.BadWire, refusal.ToString());
        var recorded = new Recorded { Slot = slot, BlockTime = blockTime, Index = info.Maybe("index") is { } index ? index.U64Text() : null };
        return TransactionAssembler.Assemble(wire, info.Maybe("meta") is { } meta ? WithMeta(recorded, meta, bytes) : recorded);
    }

    private static Recorded WithMeta(Recorded recorded, JsonElement meta, YellowstoneBytes bytes) => recorded with
    {
        LoadedWritable = meta.MaybeArray("loadedWritableAddresses", bytes.Key),
        LoadedReadOnly = meta.MaybeArray("loadedReadonlyAddresses", bytes.Key),
        Inner = meta.MaybeArray("innerInstructions", set => (Count(set, "index"), set.MaybeArray("instructions", item => new InnerCompiled(
            Count(item, "programIdIndex"), bytes.Bytes(item, "accounts"), bytes.Bytes(item, "data"), MetaJson.StackHeight(item, absent: 0))))),
        Meta = new TransactionMeta
        {
            Error = meta.Maybe("err") is not { } error ? null
                : error.Maybe("err") is { } raw ? ErrorReader.FromBincode(bytes.Bytes(raw)) : ErrorReader.FromJson(error),
            Fee = meta.Maybe("fee") is { } fee ? fee.U64Text() : 0,
            PreBalances = meta.MaybeArray("preBalances", JsonShape.U64Text),
            PostBalances = meta.MaybeArray("postBalances", JsonShape.U64Text),
            PreTokenBalances = meta.MaybeArray("preTokenBalances", MetaJson.Balance),
            PostTokenBalances = meta.MaybeArray("postTokenBalances", MetaJson.Balance),
            Logs = meta.MaybeArray("logMessages", JsonShape.Text),
            UnitsConsumed = meta.Maybe("computeUnitsConsumed") is { } units ? units.U64Text() : null,
        },
    };

    // Protobuf's JSON leaves a zero out.
    private static byte Count(JsonElement json, string name) => json.Maybe(name) is { } count ? count.U8() : (byte)0;
}
