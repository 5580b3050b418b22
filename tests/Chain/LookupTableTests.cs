using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

public sealed class LookupTableTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Sol = 1_000_000_000;
    private static readonly PublicKey[] Receivers = [.. Enumerable.Range(0, 30).Select(i => Names.Key($"receiver {i}"))];

    [Fact]
    public async Task A_table_is_created_extended_and_used_from_the_next_slot()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        var slot = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        var (table, create) = TableProgram.Create(trader.Key, slot - 1);
        Assert.Null((await trader.SendAsync([create, TableProgram.Extend(table, trader.Key, Receivers[..15])])).Error);
        Assert.Null((await trader.SendAsync([TableProgram.Extend(table, trader.Key, Receivers[15..])])).Error);

        var payments = Receivers.Select(receiver => SystemProgram.Transfer(trader.Key, receiver, Sol / 100)).ToList();
        var lookup = new LookupTable(table, [.. Receivers]);
        var early = await trader.SignAsync(payments, lookup);
        var refused = await Assert.ThrowsAsync<ChainFault>(() => Chain.RpcAsync("sendTransaction", Trader.Wire(early), new JsonObject { ["encoding"] = "base64" }));
        Assert.Equal("InvalidAddressLookupTableIndex", refused.Details!.Value.GetProperty("err").GetString());

        await Chain.AdvanceAsync(blocks: 1);
        var outcome = await trader.SendAsync(payments, lookup);
        Assert.Null(outcome.Error);
        var ledger = new Ledger(Chain);
        foreach (var receiver in Receivers) Assert.Equal(Sol / 100, await ledger.LamportsAsync(receiver));
        var loaded = (await trader.LandedAsync(outcome.Signature)).GetProperty("meta").GetProperty("loadedAddresses").GetProperty("writable");
        Assert.Equal(Receivers.Select(key => key.ToString()), loaded.EnumerateArray().Select(key => key.GetString()!));
    }

    [Fact]
    public async Task A_table_needs_a_recent_slot_that_made_a_block()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        await Chain.AdvanceAsync(blocks: 1, skipped: 3);
        var slot = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();

        var skipped = await trader.SendAsync([TableProgram.Create(trader.Key, slot - 1).Create]);
        Assert.Equal("""{"InstructionError":[0,"InvalidInstructionData"]}""", skipped.Error);
        Assert.Null((await trader.SendAsync([TableProgram.Create(trader.Key, slot - 4).Create])).Error);
    }
}
