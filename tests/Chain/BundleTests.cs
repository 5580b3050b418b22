using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

public sealed class BundleTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Sol = ArbitrageWorld.Sol;
    private static readonly PublicKey TipAccount = TipAccounts.List[0];
    private static readonly PublicKey Receiver = Names.Key("receiver");

    [Fact]
    public async Task A_bundle_lands_whole_in_one_slot_under_the_id_computed_before_sending()
    {
        var trader = await PayerAsync();
        var first = await trader.SignAsync([SystemProgram.Transfer(trader.Key, Receiver, Sol)]);
        var second = await trader.SignAsync([SystemProgram.Transfer(trader.Key, TipAccount, 1_000)]);
        var id = await SendAsync(first, second);

        Assert.Equal(BundleId.Of(first.Id, second.Id), id);
        Assert.Equal("Landed", await InflightAsync(id));
        var status = (await Chain.BundleAsync("getBundleStatuses", new JsonArray(id))).GetProperty("value")[0];
        Assert.Equal([first.Id.ToString(), second.Id.ToString()], status.GetProperty("transactions").EnumerateArray().Select(s => s.GetString()!));
        var slots = new[] { (await trader.LandedAsync(first.Id)).GetProperty("slot").GetUInt64(), (await trader.LandedAsync(second.Id)).GetProperty("slot").GetUInt64() };
        Assert.Equal([status.GetProperty("slot").GetUInt64(), status.GetProperty("slot").GetUInt64()], slots);
        var ledger = new Ledger(Chain);
        Assert.Equal(Sol, await ledger.LamportsAsync(Receiver));
        Assert.Equal((9 * Sol) - 1_000 - (2 * ComputeBudget.LamportsPerSignature), await ledger.LamportsAsync(trader.Key));
    }

    [Fact]
    public async Task A_fault_that_no_bundle_met_is_gone_with_the_state_it_was_asked_for_in()
    {
        await Chain.FaultNextBundleAsync("fail");
        await InitializeAsync();
        var trader = await PayerAsync();
        var tip = await trader.SignAsync([SystemProgram.Transfer(trader.Key, TipAccount, 1_000)]);

        Assert.Equal("Landed", await InflightAsync(await SendAsync(tip)));
    }

    [Fact]
    public async Task A_bundle_whose_second_transaction_fails_leaves_nothing_behind_not_even_a_fee()
    {
        var world = new ArbitrageWorld(Chain);
        await world.CreateAsync();
        var other = await PayerAsync();
        var first = await other.SignAsync([SystemProgram.Transfer(other.Key, Receiver, Sol)]);
        var second = await world.Trader.SignAsync(world.RoundTrip(leastOut: ulong.MaxValue), world.Table);
        var ledger = new Ledger(Chain);
        PublicKey[] accounts = [other.Key, Receiver, world.Trader.Key, .. world.Touched];
        var before = await ledger.AccountsAsync(accounts);
        var id = await SendAsync(first, second);

        Assert.Equal(before, await ledger.AccountsAsync(accounts));
        Assert.Equal("Failed", await InflightAsync(id));
        Assert.Equal(JsonValueKind.Null, (await Chain.BundleAsync("getBundleStatuses", new JsonArray(id))).GetProperty("value")[0].ValueKind);
        Assert.Equal(JsonValueKind.Null, (await other.LandedAsync(first.Id)).ValueKind);

        // What was taken back was never there: the same bytes may land alone.
        Assert.Null((await other.SendAsync(first)).Error);
        Assert.Equal(Sol, await ledger.LamportsAsync(Receiver));
    }

    [Fact]
    public async Task Accounts_that_a_failed_bundle_created_are_gone_again()
    {
        var trader = await PayerAsync();
        var slot = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        var (create, table) = LookupTableInstructions.Create(trader.Key, trader.Key, slot - 1);
        var first = await trader.SignAsync([create, SystemProgram.Transfer(trader.Key, TipAccount, 1_000)]);
        var second = await trader.SignAsync([SystemProgram.Transfer(trader.Key, Receiver, 100 * Sol)]);

        Assert.Equal("Failed", await InflightAsync(await SendAsync(first, second)));
        Assert.Equal(["null"], await new Ledger(Chain).AccountsAsync(table));
    }

    [Fact]
    public async Task A_bundle_that_was_dropped_was_never_tried_and_one_that_is_hidden_has_landed()
    {
        var trader = await PayerAsync();
        var dropped = await trader.SignAsync([SystemProgram.Transfer(trader.Key, TipAccount, 1_000)]);
        await Chain.FaultNextBundleAsync("fail");
        Assert.Equal("Failed", await InflightAsync(await SendAsync(dropped)));
        Assert.Equal(JsonValueKind.Null, (await trader.LandedAsync(dropped.Id)).ValueKind);

        var hidden = await trader.SignAsync([SystemProgram.Transfer(trader.Key, TipAccount, 2_000)]);
        await Chain.FaultNextBundleAsync("hide");
        Assert.Equal("Failed", await InflightAsync(await SendAsync(hidden)));
        Assert.Equal(JsonValueKind.Object, (await trader.LandedAsync(hidden.Id)).ValueKind);

        var plain = await trader.SignAsync([SystemProgram.Transfer(trader.Key, TipAccount, 3_000)]);
        Assert.Equal("Landed", await InflightAsync(await SendAsync(plain)));
    }

    [Fact]
    public async Task A_bundle_needs_one_to_five_different_transactions_and_a_tip()
    {
        var trader = await PayerAsync();
        var tipless = await trader.SignAsync([SystemProgram.Transfer(trader.Key, Receiver, Sol)]);
        var tips = new List<VersionedTransaction>();
        for (ulong i = 1; i <= 6; i++) tips.Add(await trader.SignAsync([SystemProgram.Transfer(trader.Key, TipAccount, 1_000 + i)]));

        foreach (var bundle in (VersionedTransaction[][])[[tipless], [], [.. tips], [tips[0], tips[0]]])
            Assert.Equal(-32602, (await Assert.ThrowsAsync<ChainFault>(() => SendAsync(bundle))).Code);
        Assert.Equal("Landed", await InflightAsync(await SendAsync([.. tips[..5]])));
        Assert.Equal("Invalid", await InflightAsync(new string('0', 64)));
    }

    [Fact]
    public async Task A_small_tip_is_accepted_by_every_tip_account()
    {
        var trader = await PayerAsync();
        var accounts = (await Chain.BundleAsync("getTipAccounts")).EnumerateArray().Select(key => PublicKey.Parse(key.GetString()!)).ToArray();
        Assert.Equal(8, accounts.Length);
        foreach (var account in accounts) Assert.Null((await trader.SendAsync([SystemProgram.Transfer(trader.Key, account, 1_000)])).Error);
    }

    private async Task<Trader> PayerAsync()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        return trader;
    }

    private async Task<string> SendAsync(params VersionedTransaction[] transactions) => (await Chain.BundleAsync("sendBundle",
        new JsonArray([.. transactions.Select(transaction => (JsonNode)Trader.Wire(transaction))]), new JsonObject { ["encoding"] = "base64" })).GetString()!;

    private async Task<string> InflightAsync(string id) =>
        (await Chain.BundleAsync("getInflightBundleStatuses", new JsonArray(id))).GetProperty("value")[0].GetProperty("status").GetString()!;
}
