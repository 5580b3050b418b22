using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.LookupTables;
using Orchestrator.Solana.Transactions;
using Orchestrator.Solana.Transactions.Reading;

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
        var (create, table) = LookupTableInstructions.Create(trader.Key, trader.Key, slot - 1);
        Assert.Null((await trader.SendAsync([create, LookupTableInstructions.Extend(table, trader.Key, trader.Key, Receivers.AsSpan(..15))])).Error);
        Assert.Null((await trader.SendAsync([LookupTableInstructions.Extend(table, trader.Key, trader.Key, Receivers.AsSpan(15..))])).Error);

        var payments = Receivers.Select(receiver => SystemProgram.Transfer(trader.Key, receiver, Sol / 100)).ToList();
        var lookup = new LookupTable(table, [.. Receivers]);
        var early = await trader.SignAsync(payments, lookup);
        var refused = await Assert.ThrowsAsync<ChainFault>(() => Chain.RpcAsync("sendTransaction", Trader.Wire(early), new JsonObject { ["encoding"] = "base64" }));
        Assert.Equal("InvalidAddressLookupTableIndex", refused.Details!.Value.GetProperty("err").GetString());

        Assert.Empty((await ReadAsync(table)).UsableIn(table, slot).Addresses);
        await Chain.AdvanceAsync(blocks: 1);
        Assert.Equal(Receivers, (await ReadAsync(table)).UsableIn(table, slot + 1).Addresses);
        var outcome = await trader.SendAsync(payments, lookup);
        Assert.Null(outcome.Error);
        var ledger = new Ledger(Chain);
        foreach (var receiver in Receivers) Assert.Equal(Sol / 100, await ledger.LamportsAsync(receiver));
        var loaded = (await trader.LandedAsync(outcome.Signature)).GetProperty("meta").GetProperty("loadedAddresses").GetProperty("writable");
        Assert.Equal(Receivers.Select(key => key.ToString()), loaded.EnumerateArray().Select(key => key.GetString()!));
    }

    [Fact]
    public async Task A_table_that_lists_itself_is_an_address_like_any_other()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        var slot = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        var (create, table) = LookupTableInstructions.Create(trader.Key, trader.Key, slot - 1);
        PublicKey[] addresses = [table, table, Receivers[0]];
        Assert.Null((await trader.SendAsync([create, LookupTableInstructions.Extend(table, trader.Key, trader.Key, addresses)])).Error);
        await Chain.AdvanceAsync(blocks: 1);
        var before = await new Ledger(Chain).LamportsAsync(table);

        var outcome = await trader.SendAsync([SystemProgram.Transfer(trader.Key, table, Sol), SystemProgram.Transfer(trader.Key, Receivers[0], Sol)], new LookupTable(table, [.. addresses]));

        Assert.Null(outcome.Error);
        Assert.Equal(before + Sol, await new Ledger(Chain).LamportsAsync(table));
        var landed = TransactionReader.Read((await trader.LandedAsync(outcome.Signature)).GetRawText())[0].Transaction!;
        Assert.Equal([table, Receivers[0]], landed.Accounts.Where(account => account.IsLoaded).Select(account => account.Key!.Value));
        Assert.Equal<byte>([0, 2], Assert.Single(landed.Wire!.Message.Lookups).WritableIndexes.ToArray());
    }

    [Fact]
    public async Task A_table_is_closed_513_blocks_after_it_was_put_out_of_use()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        var slot = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        var (create, table) = LookupTableInstructions.Create(trader.Key, trader.Key, slot - 1);
        Assert.Null((await trader.SendAsync([create, LookupTableInstructions.Deactivate(table, trader.Key)])).Error);
        Assert.False((await ReadAsync(table)).IsActive);
        var close = LookupTableInstructions.Close(table, trader.Key, trader.Key);

        await Chain.AdvanceAsync(blocks: 512);
        Assert.Equal("""{"InstructionError":[0,"InvalidArgument"]}""", (await trader.SendAsync([close])).Error);
        await Chain.AdvanceAsync(blocks: 1);
        Assert.Null((await trader.SendAsync([close])).Error);
        Assert.Equal((10 * Sol) - (3 * ComputeBudget.LamportsPerSignature), await new Ledger(Chain).LamportsAsync(trader.Key));
    }

    [Fact]
    public async Task A_table_needs_a_recent_slot_that_made_a_block()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        await Chain.AdvanceAsync(blocks: 1, skipped: 3);
        var slot = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();

        var skipped = await trader.SendAsync([LookupTableInstructions.Create(trader.Key, trader.Key, slot - 1).Instruction]);
        Assert.Equal("""{"InstructionError":[0,"InvalidInstructionData"]}""", skipped.Error);
        Assert.Null((await trader.SendAsync([LookupTableInstructions.Create(trader.Key, trader.Key, slot - 4).Instruction])).Error);
    }

    private async Task<LookupTableAccount> ReadAsync(PublicKey table)
    {
        var data = JsonDocument.Parse((await new Ledger(Chain).AccountsAsync(table))[0]).RootElement.GetProperty("data")[0].GetBytesFromBase64();
        Assert.Equal(DecodeRefusal.None, LookupTableAccount.Read(ProgramIds.AddressLookupTable, data, out var account));
        return account!;
    }
}
