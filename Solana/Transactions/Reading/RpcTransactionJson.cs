using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions.Reading;

/// <summary>
/// The RPC form {transaction, meta, version, slot?, blockTime?}: getTransaction, an entry of getBlock, and Helius'
/// transactionNotification. The transaction may be in base64, base58, json or jsonParsed.
/// </summary>
internal static class RpcTransactionJson
{
    /// <summary>Throws <see cref="ShapeException"/> and <see cref="JsonException"/>; callers stand at the edge.</summary>
    public static ReadResult Read(JsonElement json, ulong? slot = null, DateTimeOffset? blockTime = null, ulong? index = null)
    {
        var transaction = json.Member("transaction");

        // Helius wraps {transaction, meta} once more and puts slot and signature beside it.
        if (transaction.ValueKind == JsonValueKind.Object && transaction.Maybe("transaction") is not null)
            return Read(transaction, json.MaybeU64("slot") ?? slot, blockTime, index);

        slot = json.MaybeU64("slot") ?? slot;
        blockTime = Rpc.RpcAnswers.BlockTime(json) ?? blockTime;
        var metaJson = json.Maybe("meta");
        var recorded = new Recorded { Slot = slot, BlockTime = blockTime, Index = index, Meta = metaJson is { } m ? MetaJson.Read(m) : null };
        if (transaction.ValueKind == JsonValueKind.Object && ParsedTransactionJson.IsParsed(transaction))
            return ParsedTransactionJson.Read(json, transaction, metaJson, recorded);

        var refusal = Wire(transaction, out var wire);
        if (wire is null) return ReadResult.Refused(ReadRefusal.BadWire, refusal.ToString());
        return TransactionAssembler.Assemble(wire, metaJson is { } meta ? recorded with
        {
            LoadedWritable = Loaded(meta, "writable", wire.Message),
            LoadedReadOnly = Loaded(meta, "readonly", wire.Message),
            Inner = meta.MaybeArray("innerInstructions", InnerSet),
        } : recorded);
    }

    private static WireRefusal Wire(JsonElement transaction, out VersionedTransaction? wire)
    {
        if (transaction.ValueKind == JsonValueKind.Object) return JsonWire(transaction, out wire);
        var bytes = transaction.ValueKind == JsonValueKind.String ? transaction.Base58()
            : transaction.ValueKind == JsonValueKind.Array && transaction.GetArrayLength() == 2 ? transaction[1].Text() switch
            {
                "base64" => transaction[0].Base64(),
                "base58" => transaction[0].Base58(),
                var other => throw new ShapeException($"transaction: unknown encoding {other}"),
            }
            : throw new ShapeException("transaction: neither bytes nor an object");
        return VersionedTransaction.Decode(bytes, out wire);
    }

    private static WireRefusal JsonWire(JsonElement transaction, out VersionedTransaction? wire)
    {
        var message = transaction.Member("message");
        var header = message.Member("header");
        var lookups = message.MaybeArray("addressTableLookups", Lookup);

        // The json encoding of a v0 message always has the member, of a legacy one never.
        var version = message.Maybe("addressTableLookups") is null ? MessageVersion.Legacy : MessageVersion.V0;
        return WireParts.Join(
            transaction.Array("signatures", JsonShape.Signature),
            new Message(
                version,
                new(header.U8("numRequiredSignatures"), header.U8("numReadonlySignedAccounts"), header.U8("numReadonlyUnsignedAccounts")),
                message.Array("accountKeys", JsonShape.Key),
                message.Member("recentBlockhash").Hash(),
                message.Array("instructions", Compiled),
                lookups),
            out wire);
    }

    private static CompiledInstruction Compiled(JsonElement json) =>
        new(json.U8("programIdIndex"), Indexes(json.Member("accounts")), json.Member("data").Base58());

    private static TableLookup Lookup(JsonElement json) =>
        new(json.Key("accountKey"), Indexes(json.Member("writableIndexes")), Indexes(json.Member("readonlyIndexes")));

    private static (byte, ImmutableArray<InnerCompiled>) InnerSet(JsonElement json) => (json.U8("index"), json.Array("instructions", Inner));

    private static InnerCompiled Inner(JsonElement json) => new(
        json.U8("programIdIndex"), Indexes(json.Member("accounts")), json.Member("data").Base58(), MetaJson.StackHeight(json, absent: 0));

    private static ReadOnlyMemory<byte> Indexes(JsonElement json) => json.Array(JsonShape.U8).AsMemory();

    /// <summary>Old legacy metadata has no loadedAddresses; a message without lookups loads nothing.</summary>
    private static ImmutableArray<PublicKey>? Loaded(JsonElement meta, string name, Message message) =>
        meta.Maybe("loadedAddresses") is { } loaded ? loaded.Array(name, JsonShape.Key) : message.Lookups.IsEmpty ? [] : null;
}
