using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>An answer together with the slot it was true at.</summary>
public sealed record AtSlot<T>(ulong Slot, T Value) : IAtSlot;

/// <summary>Tells how far a node is, whatever was asked.</summary>
internal interface IAtSlot
{
    ulong Slot { get; }
}

/// <param name="Core">Version of the node, for example 2.2.7.</param>
public sealed record NodeVersion(string Core, ulong? FeatureSet);

public sealed record EpochInfo(ulong Epoch, ulong SlotIndex, ulong SlotsInEpoch, ulong AbsoluteSlot, ulong BlockHeight);

/// <param name="LastValidBlockHeight">Above this height the hash no longer admits transactions.</param>
public sealed record LatestBlockhash(Blockhash Hash, ulong LastValidBlockHeight);

/// <param name="Amount">Base units; the node's floating point form is never read.</param>
public sealed record TokenAmount(ulong Amount, byte Decimals)
{
    internal static TokenAmount Read(JsonElement json) => new(json.U64Text("amount"), json.U8("decimals"));
}

/// <param name="Account">The token account, not its owner.</param>
public sealed record TokenHolding(PublicKey Account, TokenAmount Amount);

/// <param name="Confirmations">Null once rooted.</param>
public sealed record RpcSignatureStatus(ulong Slot, ulong? Confirmations, TransactionError? Error, Commitment Commitment);

public sealed record SignatureRecord(
    Signature Signature, ulong Slot, TransactionError? Error, string? Memo, DateTimeOffset? BlockTime, Commitment? Commitment);

/// <param name="Fee">Least priority fee that landed in the slot, micro-lamports per compute unit.</param>
public sealed record PrioritizationFee(ulong Slot, ulong Fee);

/// <param name="NonVoteTransactions">Null on nodes before 1.15.</param>
public sealed record PerformanceSample(ulong Slot, ulong Transactions, ulong? NonVoteTransactions, ulong Slots, TimeSpan Period);

/// <summary>Readers of the pieces that several answers share.</summary>
internal static class RpcAnswers
{
    public static AtSlot<T> InContext<T>(JsonElement json, Func<JsonElement, T> read)
    {
        if (!json.TryGetMember("value", out var value)) throw new ShapeException("'value' is missing");
        return new(json.Member("context").U64("slot"), read(value));
    }

    public static Commitment Commitment(JsonElement json) => json.Text() switch
    {
        "processed" => Domain.Execution.Commitment.Processed,
        "confirmed" => Domain.Execution.Commitment.Confirmed,
        "finalized" => Domain.Execution.Commitment.Finalized,
        var other => throw new ShapeException($"unknown commitment {other}"),
    };

    public static RpcSignatureStatus? Status(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;
        var confirmations = json.MaybeU64("confirmations");

        // Nodes before 1.5 have no confirmationStatus; a rooted one has no confirmations.
        var commitment = json.Maybe("confirmationStatus") is { } named ? Commitment(named)
            : confirmations is null ? Domain.Execution.Commitment.Finalized : Domain.Execution.Commitment.Processed;
        return new(json.U64("slot"), confirmations, Error(json), commitment);
    }

    public static SignatureRecord Record(JsonElement json) => new(
        json.Member("signature").Signature(), json.U64("slot"), Error(json), json.MaybeText("memo"), BlockTime(json),
        json.Maybe("confirmationStatus") is { } commitment ? Commitment(commitment) : null);

    public static TransactionError? Error(JsonElement json) => json.Maybe("err") is { } error ? ErrorReader.FromJson(error) : null;

    public static DateTimeOffset? BlockTime(JsonElement json)
    {
        if (json.Maybe("blockTime") is not { } time) return null;
        var seconds = time.I64();
        return seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new ShapeException("blockTime: no time");
    }

    public static PerformanceSample Sample(JsonElement json)
    {
        var seconds = json.U64("samplePeriodSecs");
        if (seconds > ushort.MaxValue) throw new ShapeException("samplePeriodSecs: more than 16 bits");
        return new(json.U64("slot"), json.U64("numTransactions"), json.MaybeU64("numNonVoteTransactions"), json.U64("numSlots"),
            TimeSpan.FromSeconds(seconds));
    }

    private static bool TryGetMember(this JsonElement json, string name, out JsonElement member)
    {
        member = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out member);
    }
}
