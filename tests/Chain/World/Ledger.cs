using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Chain.Tests.World;

/// <summary>Reads balances and whole accounts from a chain.</summary>
public sealed class Ledger(ChainCalls chain)
{
    public async Task<ulong> LamportsAsync(PublicKey account) =>
        (await chain.RpcAsync("getBalance", account.ToString())).GetProperty("value").GetUInt64();

    /// <summary>Base units a token account holds.</summary>
    public async Task<ulong> TokensAsync(PublicKey account) =>
        ulong.Parse((await chain.RpcAsync("getTokenAccountBalance", account.ToString())).GetProperty("value").GetProperty("amount").GetString()!);

    /// <summary>Accounts word for word, as the chain answers them.</summary>
    public async Task<IReadOnlyList<string>> AccountsAsync(params IEnumerable<PublicKey> keys)
    {
        var addresses = new JsonArray([.. keys.Select(key => (JsonNode)key.ToString())]);
        var answer = await chain.RpcAsync("getMultipleAccounts", addresses, new JsonObject { ["encoding"] = "base64" });
        return [.. answer.GetProperty("value").EnumerateArray().Select(account => account.GetRawText())];
    }
}
