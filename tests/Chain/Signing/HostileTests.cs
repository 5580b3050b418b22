using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Signing;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Signing;

/// <summary>
/// Transactions that would rob us: the signer's policy refuses each by name, and the real runtime, where nobody refuses, shows that each is worth
/// refusing: the loss that was predicted is the loss that is seen.
/// </summary>
public sealed class HostileTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const int Least = 200;

    [Fact]
    public async Task Every_hostile_transaction_is_refused_by_name_and_would_have_cost_what_was_predicted()
    {
        var world = new LiveWorld(Chain);
        await world.CreateAsync();
        var foreign = await PrepareAsync(world);
        var start = await Chain.SnapshotAsync();
        var policy = new SigningPolicy(world.Terms with { MayUseAggregator = true });

        var honest = new HostileCorpus(world, foreign, default).Arbitrage();
        var before = await HoldingsAsync(world);
        var (verdict, error) = await RunAsync(world, policy, honest, world.Table);
        Assert.Equal((default(PolicyVerdict), null), (verdict, error));
        var paid = await HoldingsAsync(world) - before;
        Assert.True(paid.Lamports > 0, "the honest arbitrage pays");

        var wrong = new StringBuilder();
        var made = new HostileCorpus(world, foreign, paid);
        List<Hostile> corpus = [.. made.All(), .. new HostileLending(world, made, paid).All(), .. new HostileRouting(world).All()];
        foreach (var hostile in corpus)
        {
            await Chain.RestoreAsync(start);
            (verdict, error) = await RunAsync(world, policy, hostile.Instructions, hostile.Table ?? world.Table);
            var change = await HoldingsAsync(world) - before;
            if (verdict.Violation != hostile.Expected) wrong.AppendLine($"{hostile.Name}: {verdict}, {hostile.Expected} expected");
            if (change != hostile.Change) wrong.AppendLine($"{hostile.Name}: {change} seen, {hostile.Change} predicted; {error}");
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.True(corpus.Count >= Least, $"{corpus.Count} transactions");
        Assert.Equal(corpus.Count, corpus.Select(one => one.Name).Distinct().Count());
    }

    [Fact]
    public async Task Another_signer_or_fee_payer_is_refused()
    {
        var world = new LiveWorld(Chain);
        await world.CreateAsync();
        var policy = new SigningPolicy(world.Terms);
        var tip = SystemProgram.Transfer(world.Wallet, Solana.Jito.TipAccounts.List[0], 1);
        Assert.Equal(PolicyViolation.AnotherSigner, policy.Judge(Build(HostileCorpus.Stranger, tip)).Violation);
        Assert.Equal(PolicyViolation.AnotherFeePayer, policy.Judge(Build(HostileCorpus.Stranger, SystemProgram.Transfer(HostileCorpus.Stranger, world.Wallet, 1))).Violation);
        Assert.Equal(PolicyViolation.TooManyInstructions, policy.Judge(Build(world.Wallet, [.. Enumerable.Repeat(tip, 25)])).Violation);
        // Known under the table's name, unknown at that place of it.
        var longer = new LookupTable(world.Table.Key, [.. world.Table.Addresses, HostileCorpus.StrangersDollars]);
        var theft = TokenInstructions.Transfer(ProgramIds.Token, world.Dollars, HostileCorpus.StrangersDollars, world.Wallet, 1);
        new MessageBuilder(world.Wallet).Add(theft).Use(longer).BuildV0(new Blockhash(new byte[32]), out var message);
        Assert.Equal(PolicyViolation.LookupOutOfRange, policy.Judge(message!).Violation);
    }

    private static Message Build(PublicKey payer, params Instruction[] instructions)
    {
        new MessageBuilder(payer).Add(instructions).BuildLegacy(new Blockhash(new byte[32]), out var message);
        return message!;
    }

    /// <summary>The strangers, their lenders and a table of theirs.</summary>
    private async Task<LookupTable> PrepareAsync(LiveWorld world)
    {
        await Chain.SetAccountsAsync(
        [
            new ChainAccount(HostileCorpus.Stranger, LiveWorld.Sol, ProgramIds.System, []),
            Tokens.Of(HostileCorpus.StrangersDollars, Mints.Usdc, HostileCorpus.Stranger, 0), Tokens.Of(HostileCorpus.StrangersWrapped, Mints.WrappedSol, HostileCorpus.Stranger, 0),
            Tokens.Mint(HostileCorpus.Unlisted, 6, 1_000_000_000_000, HostileCorpus.Stranger), Tokens.Account(world.Own(HostileCorpus.Unlisted), HostileCorpus.Unlisted, world.Wallet, 0),
            .. world.Usurer.Accounts(LiveWorld.Lendable, 100_000_000_000_000_000, 0), .. world.Shark.Accounts(LiveWorld.Lendable, 500_000_000_000_000_000, 0),
            .. HostileLending.Accounts(world), .. world.Unlisted.Accounts((Mints.WrappedSol, LiveWorld.DearSol), (HostileCorpus.Unlisted, 1_000_000_000_000)),
            .. world.Thief.Accounts((Mints.WrappedSol, LiveWorld.Sol), (Mints.Usdc, LiveWorld.WalletDollars)),
        ]);
        var foreign = await world.CreateTableAsync([.. world.Table.Addresses, HostileCorpus.StrangersDollars, HostileCorpus.StrangersWrapped]);
        await Chain.SetAccountsAsync(new ChainAccount(world.Wallet, LiveWorld.WalletLamports, ProgramIds.System, []));
        return foreign;
    }

    /// <summary>What the policy says of the bytes, and what the runtime does with them when nobody asks the policy.</summary>
    private async Task<(PolicyVerdict Verdict, string? Error)> RunAsync(LiveWorld world, SigningPolicy policy, IReadOnlyList<Instruction> instructions, LookupTable table)
    {
        var transaction = await world.Trader.SignAsync(instructions, table);
        var verdict = policy.Judge(transaction.Message);
        await Chain.RpcAsync("sendTransaction", Trader.Wire(transaction), new JsonObject { ["encoding"] = "base64", ["skipPreflight"] = true });
        var landed = await world.Trader.LandedAsync(transaction.Id);
        if (landed.ValueKind != JsonValueKind.Object) return (verdict, "it never became a transaction");
        var error = landed.GetProperty("meta").GetProperty("err");
        return (verdict, error.ValueKind == JsonValueKind.Null ? null : error.GetRawText());
    }

    private async Task<Holdings> HoldingsAsync(LiveWorld world)
    {
        PublicKey[] keys = [world.Wallet, world.Wrapped, world.Dollars, world.Tethers, world.Own(HostileCorpus.Unlisted), HostileLending.Own(world)];
        var accounts = await new Ledger(Chain).AccountsAsync(keys);
        Int128 lamports = 0, dollars = 0, lent = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            using var json = JsonDocument.Parse(accounts[i]);
            if (json.RootElement.ValueKind == JsonValueKind.Null) continue;
            var owner = PublicKey.Parse(json.RootElement.GetProperty("owner").GetString()!);
            var held = json.RootElement.GetProperty("lamports").GetUInt64();
            if (i == 0)
            {
                if (owner == ProgramIds.System) lamports += held;
                continue;
            }

            Assert.Equal(DecodeRefusal.None, TokenAccount.Read(owner, json.RootElement.GetProperty("data")[0].GetBytesFromBase64(), out var account));
            if (account.Owner != world.Wallet || account.CloseAuthority is not null) continue;
            lamports += held;
            var free = account.Amount - (account.Delegate is null ? 0 : Math.Min(account.Amount, account.DelegatedAmount));
            if (account.Mint == Mints.Usdc) dollars += free;
            if (account.Mint == world.Lender.CollateralMint) lent += free;
        }

        return new Holdings(lamports, dollars, lent);
    }
}
