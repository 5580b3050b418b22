using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>What a transaction would do.</summary>
/// <param name="Error">Null when it would succeed.</param>
/// <param name="Accounts">The accounts that were asked for, as they would be afterwards; null entries do not exist. Empty when none were asked for.</param>
/// <param name="ReturnData">Of the last program that set some.</param>
/// <param name="Replacement">The hash that was used instead, when that was asked for.</param>
public sealed record SimulationResult(
    TransactionError? Error,
    ImmutableArray<string> Logs,
    ulong? UnitsConsumed,
    ImmutableArray<AccountInfo?> Accounts,
    ReturnData? ReturnData,
    LatestBlockhash? Replacement)
{
    internal static SimulationResult Read(JsonElement json) => new(
        RpcAnswers.Error(json),
        json.MaybeArray("logs", JsonShape.Text),
        json.MaybeU64("unitsConsumed"),
        json.MaybeArray("accounts", AccountInfo.ReadMaybe),
        json.Maybe("returnData") is { } data ? new(data.Key("programId"), Bytes(data.Member("data"))) : null,
        json.Maybe("replacementBlockhash") is { } hash ? new(hash.Member("blockhash").Hash(), hash.U64("lastValidBlockHeight")) : null);

    private static byte[] Bytes(JsonElement data) => data.ValueKind == JsonValueKind.Array && data.GetArrayLength() == 2
        ? data[0].Base64()
        : throw new ShapeException("data: bytes are expected");
}

public sealed record ReturnData(PublicKey Program, ReadOnlyMemory<byte> Data);

/// <summary>How a transaction is simulated.</summary>
public sealed record SimulateOptions
{
    /// <summary>Check signatures. Excludes <see cref="ReplaceBlockhash"/>.</summary>
    public bool VerifySignatures { get; init; }

    public bool ReplaceBlockhash { get; init; }

    public Domain.Execution.Commitment Commitment { get; init; } = Domain.Execution.Commitment.Processed;

    /// <summary>Accounts to read back as they would be afterwards.</summary>
    public ImmutableArray<PublicKey> Accounts { get; init; } = [];

    /// <summary>Refuse to answer from an older slot.</summary>
    public ulong? MinContextSlot { get; init; }
}

/// <summary>How a transaction is sent.</summary>
public sealed record SendOptions
{
    public bool SkipPreflight { get; init; }

    public Domain.Execution.Commitment PreflightCommitment { get; init; } = Domain.Execution.Commitment.Processed;

    /// <summary>How often the node itself sends again; null leaves it to the node (until the blockhash expires).</summary>
    public uint? MaxRetries { get; init; }

    public ulong? MinContextSlot { get; init; }
}
