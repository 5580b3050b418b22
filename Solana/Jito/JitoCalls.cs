using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Jito;

/// <summary>A bundle that a block engine has seen land. A hint: only the chain itself decides.</summary>
public sealed record BundleStatus(string Id, ImmutableArray<Signature> Transactions, ulong Slot, Commitment? Commitment, TransactionError? Error);

public enum InflightState
{
    /// <summary>Not known in the last five minutes.</summary>
    Invalid,
    Pending,
    Failed,
    Landed,
}

public sealed record InflightStatus(string Id, InflightState State, ulong? LandedSlot);

/// <summary>Calls of a block engine. Source: jito-labs/jito-docs, lowlatencytxnsend.md.</summary>
public static class JitoCalls
{
    public const int BundleTransactionsMax = 5;
    public const int StatusIdsMax = 5;

    /// <summary>Answers with the id that <see cref="BundleId"/> has computed before; another one is refused.</summary>
    /// <exception cref="ArgumentException">Not 1 to 5 transactions.</exception>
    public static RpcCall<string> SendBundle(params ReadOnlySpan<VersionedTransaction> transactions)
    {
        if (transactions.Length is 0 or > BundleTransactionsMax) throw new ArgumentException("A bundle has 1 to 5 transactions.", nameof(transactions));
        var bytes = transactions.ToArray();
        var expected = BundleId.Of([.. bytes.Select(transaction => transaction.Id)]);
        return new(
            "sendBundle",
            json =>
            {
                json.WriteStartArray();
                foreach (var transaction in bytes) json.WriteBase64StringValue(transaction.Encode());
                json.WriteEndArray();
                json.WriteStartObject();
                json.WriteString("encoding", "base64");
                json.WriteEndObject();
            },
            json => json.Text() == expected ? expected : throw new ShapeException("the engine names another bundle than the one sent"));
    }

    /// <summary>Bundles that landed; null entries are not known.</summary>
    public static RpcCall<ImmutableArray<BundleStatus?>> GetBundleStatuses(params ReadOnlySpan<string> ids) =>
        new("getBundleStatuses", Ids(ids), json => json.ValueKind == JsonValueKind.Null ? [] : json.Array("value", Status));

    public static RpcCall<ImmutableArray<InflightStatus>> GetInflightBundleStatuses(params ReadOnlySpan<string> ids) =>
        new("getInflightBundleStatuses", Ids(ids), json => json.ValueKind == JsonValueKind.Null ? [] : json.Array("value", Inflight));

    public static RpcCall<ImmutableArray<PublicKey>> GetTipAccounts() => new("getTipAccounts", static _ => { }, json => json.Array(JsonShape.Key));

    private static Action<Utf8JsonWriter> Ids(ReadOnlySpan<string> ids)
    {
        if (ids.Length is 0 or > StatusIdsMax) throw new ArgumentException("1 to 5 bundles can be asked for.", nameof(ids));
        var wanted = ids.ToArray();
        return json =>
        {
            json.WriteStartArray();
            foreach (var id in wanted) json.WriteStringValue(id);
            json.WriteEndArray();
        };
    }

    private static BundleStatus? Status(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null) return null;

        // The documentation's prose says confirmationStatus, its examples confirmation_status.
        var commitment = json.Maybe("confirmation_status") ?? json.Maybe("confirmationStatus");
        var error = json.Maybe("err") is { ValueKind: JsonValueKind.Object } wrapped && wrapped.TryGetProperty("Ok", out _) ? null : json.Maybe("err");
        return new(json.Text("bundle_id"), json.Array("transactions", JsonShape.Signature), json.U64("slot"),
            commitment is { } level ? RpcAnswers.Commitment(level) : null,
            error is { } failed ? ErrorReader.FromJson(failed.Maybe("Err") ?? failed) : null);
    }

    private static InflightStatus Inflight(JsonElement json) => new(
        json.Text("bundle_id"),
        json.Text("status") switch
        {
            "Invalid" => InflightState.Invalid,
            "Pending" => InflightState.Pending,
            "Failed" => InflightState.Failed,
            "Landed" => InflightState.Landed,
            var other => throw new ShapeException($"unknown bundle state {other}"),
        },
        json.MaybeU64("landed_slot"));
}
