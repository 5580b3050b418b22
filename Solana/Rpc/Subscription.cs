using System.Text.Json;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>One kind of notification: how it is asked for, how it is read. Knows no socket.</summary>
public sealed class Subscription<T>
{
    internal Subscription(string kind, Action<Utf8JsonWriter> parameters, Func<JsonElement, T> read, bool endsWithFirst = false)
    {
        Kind = kind;
        Call = new RpcCall<ulong>(kind + "Subscribe", parameters, JsonShape.U64);
        Read = read;
        EndsWithFirst = endsWithFirst;
    }

    /// <summary>For example "account".</summary>
    public string Kind { get; }

    internal RpcCall<ulong> Call { get; }

    internal Func<JsonElement, T> Read { get; }

    /// <summary>The node ends a signature subscription itself with its notification.</summary>
    internal bool EndsWithFirst { get; }
}

/// <param name="Root">Highest slot that can no longer be rolled back.</param>
public sealed record SlotNotice(ulong Slot, ulong Parent, ulong Root);

public sealed record LogsNotice(Signature Signature, TransactionError? Error, System.Collections.Immutable.ImmutableArray<string> Logs);

/// <param name="Error">Null when it succeeded.</param>
public sealed record SignatureNotice(TransactionError? Error);

/// <summary>What can be subscribed to.</summary>
public static class Subscriptions
{
    public static Subscription<AtSlot<AccountInfo>> Account(PublicKey account, Commitment commitment) => new(
        "account",
        json =>
        {
            json.Key(account);
            json.AccountConfig(commitment);
        },
        json => RpcAnswers.InContext(json, AccountInfo.Read));

    public static Subscription<AtSlot<KeyedAccount>> Program(PublicKey program, Commitment commitment, params ReadOnlySpan<AccountFilter> filters)
    {
        var wanted = filters.ToArray();
        return new(
            "program",
            json =>
            {
                json.Key(program);
                json.WriteStartObject();
                json.WriteString("encoding", "base64");
                AccountFilter.Write(json, wanted);
                json.Commit(commitment);
                json.WriteEndObject();
            },
            json => RpcAnswers.InContext(json, KeyedAccount.Read));
    }

    /// <summary>Logs of transactions that mention <paramref name="mentions"/>.</summary>
    public static Subscription<AtSlot<LogsNotice>> Logs(PublicKey mentions, Commitment commitment) => new(
        "logs",
        json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("mentions");
            json.Key(mentions);
            json.WriteEndArray();
            json.WriteEndObject();
            json.Config(commitment);
        },
        json => RpcAnswers.InContext(json, value =>
            new LogsNotice(value.Member("signature").Signature(), RpcAnswers.Error(value), value.Array("logs", JsonShape.Text))));

    /// <summary>One notification when the signature reaches the commitment; then the subscription ends.</summary>
    public static Subscription<AtSlot<SignatureNotice>> Signature(Signature signature, Commitment commitment) => new(
        "signature",
        json =>
        {
            json.Signature(signature);
            json.Config(commitment);
        },
        json => RpcAnswers.InContext(json, value => new SignatureNotice(RpcAnswers.Error(value))),
        endsWithFirst: true);

    public static Subscription<SlotNotice> Slot() => new(
        "slot", static _ => { }, json => new(json.U64("slot"), json.U64("parent"), json.U64("root")));
}
