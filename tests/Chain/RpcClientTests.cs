using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

/// <summary>The product's RPC client reads what the chain answers.</summary>
public sealed class RpcClientTests(ChainRuntime runtime) : ChainTest(runtime)
{
    [Fact]
    public async Task A_round_trip_is_simulated_sent_found_and_read_back()
    {
        var world = new ArbitrageWorld(Chain);
        await world.CreateAsync();
        await using var rpc = new ProductRpc(Chain);
        var transaction = await world.Trader.SignAsync(world.RoundTrip(), world.Table);
        var bytes = transaction.Encode();

        var simulated = await rpc.ReadAsync(TransactionCalls.SimulateTransaction(bytes, new SimulateOptions { VerifySignatures = true, Accounts = [world.TraderUsdc] }));
        Assert.Null(simulated.Value.Error);
        var sent = await rpc.SendAsync(TransactionCalls.SendTransaction(bytes, new SendOptions()));
        Assert.Equal(transaction.Id, sent.Value);
        var status = (await rpc.ReadAsync(TransactionCalls.GetSignatureStatuses([transaction.Id], searchHistory: false))).Value[0]!;
        Assert.Equal((null, Commitment.Processed), (status.Error, status.Commitment));

        var account = (await rpc.ReadAsync(AccountCalls.GetAccountInfo(world.TraderUsdc, Commitment.Processed))).Value!;
        Assert.Equal(account.Data.ToArray(), simulated.Value.Accounts[0]!.Data.ToArray());
        await Chain.AdvanceAsync(blocks: 32);
        var read = (await rpc.ReadAsync(RpcCalls.GetTransaction(transaction.Id)))!;
        Assert.True(read.Succeeded);
        Assert.Equal(simulated.Value.UnitsConsumed, read.Meta!.UnitsConsumed);
        Assert.Equal(simulated.Value.Logs, read.Meta.Logs);
        Assert.Equal([0, 0, 1, 2, 2, 3, 0], read.Instructions.Select(instruction => instruction.Inner.Length));
        Assert.Equal(bytes, read.Wire!.Encode());
    }

    [Fact]
    public async Task A_send_that_would_fail_is_refused_with_its_simulation()
    {
        var world = new ArbitrageWorld(Chain);
        await world.CreateAsync();
        await using var rpc = new ProductRpc(Chain);
        var transaction = await world.Trader.SignAsync(world.RoundTrip(leastOut: ulong.MaxValue), world.Table);
        var sent = await rpc.SendAsync(TransactionCalls.SendTransaction(transaction.Encode(), new SendOptions()));

        Assert.Equal((RpcFault.PreflightFailed, RpcRemedy.GiveUp), (sent.Error!.Fault, sent.Error.Remedy));
        Assert.Equal(new TransactionError("InstructionError", 4, "Custom", 6005), sent.Error.Simulation!.Error);
        Assert.NotEmpty(sent.Error.Simulation.Logs);
    }

    [Fact]
    public async Task Every_question_about_the_cluster_is_answered_and_understood()
    {
        await using var rpc = new ProductRpc(Chain);
        Assert.Equal("ok", await rpc.ReadAsync(RpcCalls.GetHealth()));
        Assert.Equal("4.3.0", (await rpc.ReadAsync(RpcCalls.GetVersion())).Core);
        Assert.NotEmpty(await rpc.ReadAsync(RpcCalls.GetGenesisHash()));
        var slot = await rpc.ReadAsync(RpcCalls.GetSlot(Commitment.Processed));
        Assert.Equal(slot - 32, await rpc.ReadAsync(RpcCalls.GetSlot(Commitment.Finalized)));
        var height = await rpc.ReadAsync(RpcCalls.GetBlockHeight(Commitment.Processed));
        var epoch = await rpc.ReadAsync(RpcCalls.GetEpochInfo(Commitment.Processed));
        Assert.Equal((slot, height), (epoch.AbsoluteSlot, epoch.BlockHeight));
        var latest = await rpc.ReadAsync(RpcCalls.GetLatestBlockhash(Commitment.Processed));
        Assert.Equal((slot, height + 150), (latest.Slot, latest.Value.LastValidBlockHeight));
        Assert.True((await rpc.ReadAsync(RpcCalls.IsBlockhashValid(latest.Value.Hash, Commitment.Processed))).Value);
        Assert.Equal(ChainAccount.RentMinimum(165), await rpc.ReadAsync(AccountCalls.GetMinimumBalanceForRentExemption(165)));
        Assert.NotEmpty(await rpc.ReadAsync(RpcCalls.GetRecentPrioritizationFees(Names.Key("any"))));
        var late = await rpc.SendAsync(RpcCalls.GetLatestBlockhash(Commitment.Processed, minContextSlot: slot + 1));
        Assert.Equal((RpcFault.MinContextSlotNotReached, slot), (late.Error!.Fault, late.Error.ContextSlot));
    }

    [Fact]
    public async Task Accounts_and_tokens_are_read_by_key_by_owner_and_by_mint()
    {
        PublicKey mint = Names.Key("mint"), holder = Names.Key("holder"), receiver = Names.Key("receiver");
        await Chain.SetAccountsAsync(Tokens.Mint(mint, 2, 300, holder), Tokens.Account(Names.Key("account"), mint, holder, 300));
        await using var rpc = new ProductRpc(Chain);

        Assert.True((await rpc.SendAsync(TransactionCalls.RequestAirdrop(receiver, 7_000_000_000))).IsAnswered);
        Assert.Equal(7_000_000_000ul, (await rpc.ReadAsync(AccountCalls.GetBalance(receiver, Commitment.Processed))).Value);
        Assert.Equal(new TokenAmount(300, 2), (await rpc.ReadAsync(AccountCalls.GetTokenSupply(mint, Commitment.Processed))).Value);
        Assert.Equal(new TokenAmount(300, 2), (await rpc.ReadAsync(AccountCalls.GetTokenAccountBalance(Names.Key("account"), Commitment.Processed))).Value);
        var largest = (await rpc.ReadAsync(AccountCalls.GetTokenLargestAccounts(mint, Commitment.Processed))).Value;
        Assert.Equal([new TokenHolding(Names.Key("account"), new TokenAmount(300, 2))], largest);
        var found = (await rpc.ReadAsync(AccountCalls.GetProgramAccounts(ProgramIds.Token, Commitment.Processed,
            new AccountFilter.DataSize(165), new AccountFilter.Memcmp(0, mint.ToArray())))).Value;
        Assert.Equal([Names.Key("account")], found.Select(entry => entry.Address));
        Assert.Null((await rpc.ReadAsync(AccountCalls.GetAccountInfo(Names.Key("nobody"), Commitment.Processed))).Value);
    }
}
