using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.World;

/// <summary>What became of a transaction.</summary>
/// <param name="Error">The runtime's error as JSON; null when it succeeded.</param>
public sealed record Outcome(Signature Signature, string? Error, ulong Units, IReadOnlyList<string> Logs);

/// <summary>A wallet that builds, signs, simulates and sends on one chain.</summary>
public sealed class Trader(ChainCalls chain, KeyPair wallet)
{
    public PublicKey Key => wallet.PublicKey;

    public Task FundAsync(ulong lamports) => chain.SetAccountsAsync(new ChainAccount(Key, lamports, ProgramIds.System, []));

    public async Task<VersionedTransaction> SignAsync(IReadOnlyList<Instruction> instructions, LookupTable? table = null)
    {
        var builder = new MessageBuilder(Key).Add([.. instructions]);
        if (table is not null) builder.Use(table);
        var refusal = builder.BuildV0(await LatestBlockhashAsync(), out var message);
        Assert.Equal(BuildRefusal.None, refusal);
        Assert.Equal(SignRefusal.None, TransactionSigner.Sign(message!, out var transaction, wallet));
        return transaction!;
    }

    public async Task<Blockhash> LatestBlockhashAsync()
    {
        var answer = await chain.RpcAsync("getLatestBlockhash", new JsonObject { ["commitment"] = "processed" });
        return Blockhash.Parse(answer.GetProperty("value").GetProperty("blockhash").GetString()!);
    }

    /// <summary>Sends past the preflight and reads what the runtime made of it.</summary>
    public async Task<Outcome> SendAsync(VersionedTransaction transaction)
    {
        await chain.RpcAsync("sendTransaction", Wire(transaction), new JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true });
        var landed = await LandedAsync(transaction.Id);
        Assert.True(landed.ValueKind == JsonValueKind.Object, "the transaction did not land");
        var meta = landed.GetProperty("meta");
        return new(transaction.Id, ErrorOf(meta), meta.GetProperty("computeUnitsConsumed").GetUInt64(), LogsOf(meta.GetProperty("logMessages")));
    }

    public async Task<Outcome> SendAsync(IReadOnlyList<Instruction> instructions, LookupTable? table = null) =>
        await SendAsync(await SignAsync(instructions, table));

    public Task<JsonElement> LandedAsync(Signature signature) => chain.RpcAsync("getTransaction", signature.ToString(),
        new JsonObject { ["encoding"] = "json", ["commitment"] = "processed", ["maxSupportedTransactionVersion"] = 0 });

    /// <summary>Simulates with signatures checked and answers the named accounts as they would be afterwards.</summary>
    public async Task<(Outcome Outcome, JsonElement Accounts)> SimulateAsync(VersionedTransaction transaction, params IEnumerable<PublicKey> accounts)
    {
        var addresses = new JsonArray([.. accounts.Select(key => (JsonNode)key.ToString())]);
        var answer = await chain.RpcAsync("simulateTransaction", Wire(transaction), new JsonObject
        {
            ["encoding"] = "base64", ["sigVerify"] = true, ["accounts"] = new JsonObject { ["encoding"] = "base64", ["addresses"] = addresses },
        });
        var value = answer.GetProperty("value");
        var outcome = new Outcome(transaction.Id, ErrorOf(value), value.GetProperty("unitsConsumed").GetUInt64(), LogsOf(value.GetProperty("logs")));
        return (outcome, value.GetProperty("accounts"));
    }

    public static string Wire(VersionedTransaction transaction) => Convert.ToBase64String(transaction.Encode());

    private static string? ErrorOf(JsonElement element) =>
        element.GetProperty("err") is { ValueKind: not JsonValueKind.Null } error ? error.GetRawText() : null;

    private static List<string> LogsOf(JsonElement logs) => [.. logs.EnumerateArray().Select(line => line.GetString()!)];
}
