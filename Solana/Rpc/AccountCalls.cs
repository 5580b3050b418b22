using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Rpc;

/// <summary>Calls about accounts, balances and tokens.</summary>
public static class AccountCalls
{
    /// <summary>Lamports.</summary>
    public static RpcCall<AtSlot<ulong>> GetBalance(PublicKey account, Commitment commitment) => new(
        "getBalance",
        json =>
        {
            json.Key(account);
            json.Config(commitment);
        },
        json => RpcAnswers.InContext(json, JsonShape.U64));

    /// <summary>Lamports that keep an account of <paramref name="bytes"/> bytes from rent.</summary>
    public static RpcCall<ulong> GetMinimumBalanceForRentExemption(ulong bytes) => new(
        "getMinimumBalanceForRentExemption", json => json.WriteNumberValue(bytes), JsonShape.U64);

    /// <summary>Null: there is no such account.</summary>
    public static RpcCall<AtSlot<AccountInfo?>> GetAccountInfo(PublicKey account, Commitment commitment, ulong? minContextSlot = null) => new(
        "getAccountInfo",
        json =>
        {
            json.Key(account);
            json.AccountConfig(commitment, minContextSlot);
        },
        json => RpcAnswers.InContext(json, AccountInfo.ReadMaybe));

    /// <summary>Up to 100 accounts at one slot, in the order asked; null: there is no such account.</summary>
    public static RpcCall<AtSlot<ImmutableArray<AccountInfo?>>> GetMultipleAccounts(
        ReadOnlySpan<PublicKey> accounts, Commitment commitment, ulong? minContextSlot = null)
    {
        var keys = accounts.ToArray();
        return new(
            "getMultipleAccounts",
            json =>
            {
                json.Keys(keys);
                json.AccountConfig(commitment, minContextSlot);
            },
            json => RpcAnswers.InContext(json, value =>
            {
                var found = value.Array(AccountInfo.ReadMaybe);
                return found.Length == keys.Length ? found : throw new ShapeException("another number of accounts than asked for");
            }));
    }

    /// <summary>Accounts of a program. Without filters this can be millions: the response limit then refuses it.</summary>
    public static RpcCall<AtSlot<ImmutableArray<KeyedAccount>>> GetProgramAccounts(
        PublicKey program, Commitment commitment, params ReadOnlySpan<AccountFilter> filters)
    {
        var wanted = filters.ToArray();
        return new(
            "getProgramAccounts",
            json =>
            {
                json.Key(program);
                json.WriteStartObject();
                json.WriteString("encoding", "base64");
                json.WriteBoolean("withContext", true);
                AccountFilter.Write(json, wanted);
                json.Commit(commitment);
                json.WriteEndObject();
            },
            json => RpcAnswers.InContext(json, value => value.Array(KeyedAccount.Read)));
    }

    /// <summary>An owner's token accounts under one token program.</summary>
    public static RpcCall<AtSlot<ImmutableArray<KeyedAccount>>> GetTokenAccountsByOwner(
        PublicKey owner, PublicKey tokenProgram, Commitment commitment) => new(
        "getTokenAccountsByOwner",
        json =>
        {
            json.Key(owner);
            json.WriteStartObject();
            json.WritePropertyName("programId");
            json.Key(tokenProgram);
            json.WriteEndObject();
            json.AccountConfig(commitment);
        },
        json => RpcAnswers.InContext(json, value => value.Array(KeyedAccount.Read)));

    public static RpcCall<AtSlot<TokenAmount>> GetTokenSupply(PublicKey mint, Commitment commitment) => new(
        "getTokenSupply",
        json =>
        {
            json.Key(mint);
            json.Config(commitment);
        },
        json => RpcAnswers.InContext(json, TokenAmount.Read));

    public static RpcCall<AtSlot<TokenAmount>> GetTokenAccountBalance(PublicKey account, Commitment commitment) => new(
        "getTokenAccountBalance",
        json =>
        {
            json.Key(account);
            json.Config(commitment);
        },
        json => RpcAnswers.InContext(json, TokenAmount.Read));

    /// <summary>The 20 largest token accounts of a mint. They are accounts, not owners.</summary>
    public static RpcCall<AtSlot<ImmutableArray<TokenHolding>>> GetTokenLargestAccounts(PublicKey mint, Commitment commitment) => new(
        "getTokenLargestAccounts",
        json =>
        {
            json.Key(mint);
            json.Config(commitment);
        },
        json => RpcAnswers.InContext(json, value => value.Array(item => new TokenHolding(item.Key("address"), TokenAmount.Read(item)))));
}
