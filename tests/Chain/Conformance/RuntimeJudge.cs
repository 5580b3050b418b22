using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>The real runtime, given the accounts of a new venue with the same settings. Lender and pools are stand-ins (see StandInPrograms).</summary>
internal sealed class RuntimeJudge : IJudge
{
    private const int AccountsPerCall = 100;

    private readonly ChainCalls _chain;
    private readonly VenueLayout _layout;
    private readonly KeyPair _wallet;
    private readonly Trader _trader;

    private RuntimeJudge(ChainCalls chain, VenueLayout layout, KeyPair wallet)
    {
        (_chain, _layout, _wallet) = (chain, layout, wallet);
        _trader = new Trader(chain, wallet);
    }

    public static async Task<RuntimeJudge> OpenAsync(ChainCalls chain, VenueSettings settings)
    {
        using var venue = new SimulatedVenue(settings);
        foreach (var part in VenueChain.Of(venue.Machine).Chunk(AccountsPerCall)) await chain.SetAccountsAsync(part);
        return new RuntimeJudge(chain, venue.Machine.Layout, SimulatedSigner.KeyFor(settings.Seed));
    }

    public async Task<Verdict> SendAsync(IReadOnlyList<Instruction> instructions)
    {
        var transaction = VenueJudge.Sign(instructions, _layout, await _trader.LatestBlockhashAsync(), _wallet);
        await _chain.RpcAsync("sendTransaction", Trader.Wire(transaction), new JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true });
        var landed = await _trader.LandedAsync(transaction.Id);
        await _chain.AdvanceAsync(blocks: 1);
        if (landed.ValueKind != JsonValueKind.Object) return new Verdict(false, null);
        var error = landed.GetProperty("meta").GetProperty("err");
        return new Verdict(true, error.ValueKind == JsonValueKind.Null ? null : Cause(ErrorReader.FromJson(error)));
    }

    public async Task<ImmutableDictionary<PublicKey, ulong>> BalancesAsync(IReadOnlyList<PublicKey> accounts)
    {
        var balances = ImmutableDictionary.CreateBuilder<PublicKey, ulong>();
        foreach (var part in accounts.Chunk(AccountsPerCall))
        {
            var answer = await _chain.RpcAsync("getMultipleAccounts", new JsonArray([.. part.Select(key => (JsonNode)key.ToString())]), new JsonObject { ["encoding"] = "base64" });
            var found = answer.GetProperty("value");
            for (var i = 0; i < part.Length; i++) balances[part[i]] = BalanceOf(part[i], found[i]);
        }

        return balances.ToImmutable();
    }

    public void Dispose() => _wallet.Dispose();

    private ulong BalanceOf(PublicKey key, JsonElement account)
    {
        if (account.ValueKind == JsonValueKind.Null) return 0;
        return _layout.TokenAccountIndex.ContainsKey(key)
            ? BinaryPrimitives.ReadUInt64LittleEndian(account.GetProperty("data")[0].GetBytesFromBase64().AsSpan(64))
            : account.GetProperty("lamports").GetUInt64();
    }

    private static string Cause(TransactionError error) => error.Custom is { } code ? $"Custom({code})" : error.Cause ?? error.Kind;
}
