using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>Calls about transactions: simulating, sending, and what became of them.</summary>
public static class TransactionCalls
{
    /// <summary>Null entries: this node knows nothing of the signature. In the order asked, up to 256.</summary>
    /// <param name="searchHistory">Look beyond the last 150 blocks.</param>
    public static RpcCall<AtSlot<ImmutableArray<RpcSignatureStatus?>>> GetSignatureStatuses(
        ReadOnlySpan<Signature> signatures, bool searchHistory)
    {
        var wanted = signatures.ToArray();
        return new(
            "getSignatureStatuses",
            json =>
            {
                json.WriteStartArray();
                foreach (var signature in wanted) json.Signature(signature);
                json.WriteEndArray();
                json.WriteStartObject();
                json.WriteBoolean("searchTransactionHistory", searchHistory);
                json.WriteEndObject();
            },
            json => RpcAnswers.InContext(json, value =>
            {
                var found = value.Array(RpcAnswers.Status);
                return found.Length == wanted.Length ? found : throw new ShapeException("another number of statuses than asked for");
            }));
    }

    /// <summary>Newest first, at most 1,000.</summary>
    public static RpcCall<ImmutableArray<SignatureRecord>> GetSignaturesForAddress(
        PublicKey address, Commitment commitment, uint limit = 1_000, Signature? before = null, Signature? until = null) => new(
        "getSignaturesForAddress",
        json =>
        {
            json.Key(address);
            json.WriteStartObject();
            json.WriteNumber("limit", limit);
            if (before is { } newest) json.WriteString("before", newest.ToString());
            if (until is { } oldest) json.WriteString("until", oldest.ToString());
            json.Commit(commitment);
            json.WriteEndObject();
        },
        json => json.Array(RpcAnswers.Record));

    /// <summary>Runs wire bytes without sending them. An error of the transaction is an answer.</summary>
    public static RpcCall<AtSlot<SimulationResult>> SimulateTransaction(ReadOnlyMemory<byte> transaction, SimulateOptions options)
    {
        if (options is { VerifySignatures: true, ReplaceBlockhash: true })
            throw new ArgumentException("A signature cannot be checked against another blockhash.", nameof(options));
        return new(
            "simulateTransaction",
            json =>
            {
                json.WriteBase64StringValue(transaction.Span);
                json.WriteStartObject();
                json.WriteString("encoding", "base64");
                json.WriteBoolean("sigVerify", options.VerifySignatures);
                json.WriteBoolean("replaceRecentBlockhash", options.ReplaceBlockhash);
                json.Commit(options.Commitment, options.MinContextSlot);
                WriteAccounts(json, options.Accounts);
                json.WriteEndObject();
            },
            json => RpcAnswers.InContext(json, value =>
            {
                var result = SimulationResult.Read(value);
                return result.Error is not null || result.Accounts.Length == options.Accounts.Length
                    ? result
                    : throw new ShapeException("another number of accounts than asked for");
            }));
    }

    /// <summary>Hands signed wire bytes to a node. The answer is a receipt; the signature was known before.</summary>
    public static RpcCall<Signature> SendTransaction(ReadOnlyMemory<byte> transaction, SendOptions options) => new(
        "sendTransaction",
        json =>
        {
            json.WriteBase64StringValue(transaction.Span);
            json.WriteStartObject();
            json.WriteString("encoding", "base64");
            json.WriteBoolean("skipPreflight", options.SkipPreflight);
            json.WriteString("preflightCommitment", RpcParameters.Name(options.PreflightCommitment));
            if (options.MaxRetries is { } retries) json.WriteNumber("maxRetries", retries);
            if (options.MinContextSlot is { } slot) json.WriteNumber("minContextSlot", slot);
            json.WriteEndObject();
        },
        JsonShape.Signature);

    /// <summary>Test networks only. Lamports.</summary>
    public static RpcCall<Signature> RequestAirdrop(PublicKey account, ulong lamports) => new(
        "requestAirdrop",
        json =>
        {
            json.Key(account);
            json.WriteNumberValue(lamports);
        },
        JsonShape.Signature);

    private static void WriteAccounts(Utf8JsonWriter json, ImmutableArray<PublicKey> accounts)
    {
        if (accounts.IsEmpty) return;
        json.WriteStartObject("accounts");
        json.WriteString("encoding", "base64");
        json.WritePropertyName("addresses");
        json.Keys(accounts.AsSpan());
        json.WriteEndObject();
    }
}
