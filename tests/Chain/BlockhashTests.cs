using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

public sealed class BlockhashTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Sol = 1_000_000_000;

    [Fact]
    public async Task A_blockhash_is_good_for_150_blocks_and_no_more()
    {
        var trader = await PayerAsync();
        var latest = await Chain.RpcAsync("getLatestBlockhash", new JsonObject { ["commitment"] = "processed" });
        var lastValid = latest.GetProperty("value").GetProperty("lastValidBlockHeight").GetUInt64();
        Assert.Equal(await HeightAsync() + 150, lastValid);
        var inTime = await trader.SignAsync([SystemProgram.Transfer(trader.Key, Names.Key("receiver"), Sol)]);
        var late = await trader.SignAsync([SystemProgram.Transfer(trader.Key, Names.Key("receiver"), 2 * Sol)]);

        await Chain.AdvanceAsync(blocks: 150);
        Assert.Equal(lastValid, await HeightAsync());
        Assert.True(await IsValidAsync(late));
        Assert.Null((await trader.SendAsync(inTime)).Error);

        await Chain.AdvanceAsync(blocks: 1);
        Assert.False(await IsValidAsync(late));
        var refused = await Assert.ThrowsAsync<ChainFault>(() => Chain.RpcAsync("sendTransaction", Trader.Wire(late), new JsonObject { ["encoding"] = "base64" }));
        Assert.Equal(-32002, refused.Code);
        Assert.Equal("BlockhashNotFound", refused.Details!.Value.GetProperty("err").GetString());
        Assert.Equal(Sol, await new Ledger(Chain).LamportsAsync(Names.Key("receiver")));
    }

    [Fact]
    public async Task Skipped_slots_do_not_age_a_blockhash()
    {
        var trader = await PayerAsync();
        var transaction = await trader.SignAsync([SystemProgram.Transfer(trader.Key, Names.Key("receiver"), Sol)]);
        var slot = (await Chain.RpcAsync("getSlot")).GetUInt64();
        await Chain.AdvanceAsync(blocks: 1, skipped: 500);

        Assert.Equal(slot + 501, (await Chain.RpcAsync("getSlot")).GetUInt64());
        Assert.True(await IsValidAsync(transaction));
        Assert.Null((await trader.SendAsync(transaction)).Error);
    }

    [Fact]
    public async Task A_transaction_lands_once_and_becomes_final_with_32_slots()
    {
        var trader = await PayerAsync();
        var transaction = await trader.SignAsync([SystemProgram.Transfer(trader.Key, Names.Key("receiver"), Sol)]);
        Assert.Null((await trader.SendAsync(transaction)).Error);
        Assert.Equal("processed", await ConfirmationAsync(transaction));
        var again = await Assert.ThrowsAsync<ChainFault>(() => Chain.RpcAsync("sendTransaction", Trader.Wire(transaction), new JsonObject { ["encoding"] = "base64" }));
        Assert.Equal("AlreadyProcessed", again.Details!.Value.GetProperty("err").GetString());

        await Chain.AdvanceAsync(blocks: 1);
        Assert.Equal("confirmed", await ConfirmationAsync(transaction));
        await Chain.AdvanceAsync(blocks: 31);
        Assert.Equal("finalized", await ConfirmationAsync(transaction));
        Assert.Equal(Sol, await new Ledger(Chain).LamportsAsync(Names.Key("receiver")));

        await Chain.AdvanceAsync(blocks: 200);
        Assert.Null(await ConfirmationAsync(transaction));
        Assert.Equal("finalized", await ConfirmationAsync(transaction, searchHistory: true));
    }

    private async Task<Trader> PayerAsync()
    {
        var trader = new Trader(Chain, Names.Wallet("payer"));
        await trader.FundAsync(10 * Sol);
        return trader;
    }

    private async Task<ulong> HeightAsync() => (await Chain.RpcAsync("getBlockHeight", new JsonObject { ["commitment"] = "processed" })).GetUInt64();

    private async Task<bool> IsValidAsync(VersionedTransaction transaction) =>
        (await Chain.RpcAsync("isBlockhashValid", transaction.Message.RecentBlockhash.ToString())).GetProperty("value").GetBoolean();

    private async Task<string?> ConfirmationAsync(VersionedTransaction transaction, bool searchHistory = false)
    {
        var answer = await Chain.RpcAsync("getSignatureStatuses", new JsonArray(transaction.Id.ToString()), new JsonObject { ["searchTransactionHistory"] = searchHistory });
        var status = answer.GetProperty("value")[0];
        return status.ValueKind == System.Text.Json.JsonValueKind.Null ? null : status.GetProperty("confirmationStatus").GetString();
    }
}
