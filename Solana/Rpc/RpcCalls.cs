using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>Calls about the node and the chain's progress. Names and shapes: agave RPC methods, HTTP.</summary>
public static class RpcCalls
{
    /// <summary>Answers "ok"; a node that is behind answers <see cref="RpcFault.NodeUnhealthy"/>.</summary>
    public static RpcCall<string> GetHealth() => new("getHealth", null, JsonShape.Text);

    public static RpcCall<NodeVersion> GetVersion() => new("getVersion", null, json => new(json.Text("solana-core"), json.MaybeU64("feature-set")));

    public static RpcCall<string> GetGenesisHash() => new("getGenesisHash", null, json => json.Hash().ToString());

    public static RpcCall<ulong> GetSlot(Commitment commitment) => new("getSlot", json => json.Config(commitment), JsonShape.U64);

    public static RpcCall<ulong> GetBlockHeight(Commitment commitment) => new("getBlockHeight", json => json.Config(commitment), JsonShape.U64);

    public static RpcCall<EpochInfo> GetEpochInfo(Commitment commitment) => new("getEpochInfo", json => json.Config(commitment), json =>
        new(json.U64("epoch"), json.U64("slotIndex"), json.U64("slotsInEpoch"), json.U64("absoluteSlot"), json.U64("blockHeight")));

    public static RpcCall<AtSlot<LatestBlockhash>> GetLatestBlockhash(Commitment commitment, ulong? minContextSlot = null) => new(
        "getLatestBlockhash", json => json.Config(commitment, minContextSlot),
        json => RpcAnswers.InContext(json, value => new LatestBlockhash(value.Member("blockhash").Hash(), value.U64("lastValidBlockHeight"))));

    public static RpcCall<AtSlot<bool>> IsBlockhashValid(Blockhash hash, Commitment commitment) => new(
        "isBlockhashValid",
        json =>
        {
            json.WriteStringValue(hash.ToString());
            json.Config(commitment);
        },
        json => RpcAnswers.InContext(json, JsonShape.Bool));

    /// <summary>Leaders from <paramref name="start"/> on, at most 5,000.</summary>
    public static RpcCall<ImmutableArray<PublicKey>> GetSlotLeaders(ulong start, ulong count) => new(
        "getSlotLeaders",
        json =>
        {
            json.WriteNumberValue(start);
            json.WriteNumberValue(count);
        },
        json => json.Array(JsonShape.Key));

    /// <summary>The newest samples first, one a minute, at most 720.</summary>
    public static RpcCall<ImmutableArray<PerformanceSample>> GetRecentPerformanceSamples(uint limit) => new(
        "getRecentPerformanceSamples", json => json.WriteNumberValue(limit), json => json.Array(RpcAnswers.Sample));

    /// <summary>For up to 128 accounts that a transaction would write; none asks for the whole chain.</summary>
    public static RpcCall<ImmutableArray<PrioritizationFee>> GetRecentPrioritizationFees(params ReadOnlySpan<PublicKey> writable)
    {
        var keys = writable.ToArray();
        return new("getRecentPrioritizationFees", json => json.Keys(keys),
            json => json.Array(item => new PrioritizationFee(item.U64("slot"), item.U64("prioritizationFee"))));
    }

    /// <summary>A full block; null when the node has none for the slot. Entries that cannot be read are refusals of their own.</summary>
    public static RpcCall<FullBlock?> GetBlock(ulong slot, Commitment commitment = Commitment.Finalized) => new(
        "getBlock",
        json =>
        {
            json.WriteNumberValue(slot);
            TransactionConfig(json, commitment, rewards: false);
        },
        json => json.ValueKind == JsonValueKind.Null ? null : new FullBlock(
            slot, json.U64("parentSlot"), json.MaybeU64("blockHeight"), json.Member("blockhash").Hash(), RpcAnswers.BlockTime(json),
            TransactionReader.ReadBlock(json, slot)));

    /// <summary>Null when no block has it: that is an answer, not a fault.</summary>
    public static RpcCall<FullTransaction?> GetTransaction(Signature signature, Commitment commitment = Commitment.Finalized) => new(
        "getTransaction",
        json =>
        {
            json.Signature(signature);
            TransactionConfig(json, commitment, rewards: null);
        },
        json =>
        {
            if (json.ValueKind == JsonValueKind.Null) return null;
            var read = RpcTransactionJson.Read(json);
            return read.Transaction is not { } transaction ? throw new ShapeException($"{read.Refusal}: {read.Detail}")
                : transaction.Id == signature ? transaction
                : throw new ShapeException("another transaction than the one asked for");
        });

    private static void TransactionConfig(Utf8JsonWriter json, Commitment commitment, bool? rewards)
    {
        json.WriteStartObject();
        json.WriteString("encoding", "base64");
        json.WriteNumber("maxSupportedTransactionVersion", 0);
        if (rewards is { } wanted)
        {
            json.WriteString("transactionDetails", "full");
            json.WriteBoolean("rewards", wanted);
        }

        json.Commit(commitment);
        json.WriteEndObject();
    }
}

/// <summary>A block with all its transactions.</summary>
public sealed record FullBlock(
    ulong Slot, ulong ParentSlot, ulong? Height, Blockhash Hash, DateTimeOffset? Time, ImmutableArray<ReadResult> Transactions);
