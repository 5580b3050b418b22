using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>From an opportunity to the lamport in the book, with the real runtime as judge of what happened.</summary>
public sealed class LiveTradeTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private LiveWorld _world = null!;
    private LiveFiles _files = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        // Dollars of our own would be capital that no deposit has booked.
        await Chain.SetAccountsAsync(Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0));
        _files = new LiveFiles(_world, Chain);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flash_loan_arbitrage_lands_and_the_book_s_profit_is_the_change_of_balances_to_the_lamport(bool byBundle)
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world, byBundle);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var result = await system.TradeAsync(await system.OpportunityAsync());
        var change = await system.OwnedAsync() - before;

        Assert.Equal((ExecutionOutcome.Landed, (string?)null), (result.Outcome, result.Code));
        Assert.Equal(change, result.Realised.Value);
        Assert.True(change > 0, $"{change} lamports");
        Assert.Equal((await system.Book.Book()).Sol.Realised.Value, (Int128)change);
        Assert.True(result.Landing!.Tip > Lamports.Zero);
        Assert.Empty(await system.ReconcileAsync());
    }

    [Fact]
    public async Task A_gap_that_closes_before_the_landing_costs_only_the_fee_when_a_node_was_sent_to()
    {
        var interference = new Interference();
        interference.At("saga.send.before", () => Chain.SetAccountsAsync(Closed()));
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world, byBundle: false, faults: interference);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var result = await system.TradeAsync(await system.OpportunityAsync());

        Assert.Equal(ExecutionOutcome.LandedWithError, result.Outcome);
        Assert.Equal(await system.OwnedAsync() - before, result.Realised.Value);
        Assert.Equal(-result.Landing!.Fee, result.Realised);
        Assert.Contains("Custom(6005)", result.Landing.Error, StringComparison.Ordinal);
        Assert.Empty(await system.ReconcileAsync());
    }

    [Fact]
    public async Task A_gap_that_closes_before_the_landing_costs_nothing_in_a_bundle()
    {
        var interference = new Interference();
        interference.At("saga.send.before", () => Chain.SetAccountsAsync(Closed()));
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world, faults: interference);
        await CostsNothing(system, ExecutionOutcome.Expired);
    }

    [Fact]
    public async Task A_bundle_that_is_dropped_dies_by_block_height_and_costs_nothing()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        // The same bytes again are the same bundle, whose first fate stands.
        await Chain.FaultNextBundleAsync("fail");
        await CostsNothing(system, ExecutionOutcome.Expired);
    }

    [Fact]
    public async Task A_bundle_that_landed_while_the_engine_says_that_it_failed_is_booked_by_what_the_chain_says()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        await system.ArmAsync();
        await Chain.FaultNextBundleAsync("hide");
        var before = await system.OwnedAsync();
        var result = await system.TradeAsync(await system.OpportunityAsync());

        Assert.Equal(ExecutionOutcome.Landed, result.Outcome);
        Assert.Equal(await system.OwnedAsync() - before, result.Realised.Value);
    }

    [Fact]
    public async Task A_gap_that_closed_before_it_was_planned_is_refused_and_nothing_is_signed()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        await Chain.SetAccountsAsync(Closed());
        var result = await CostsNothing(system, ExecutionOutcome.Refused);
        Assert.Equal("no_longer_profitable", result.Code);
        Assert.Null(result.Signature);
    }

    [Fact]
    public async Task Without_a_lease_nothing_is_planned_and_shadow_mode_sends_nothing()
    {
        await using (var live = await LiveSystem.StartAsync(_files, Chain, _world))
        {
            var before = await live.OwnedAsync();
            Assert.Equal("live_not_armed", (await live.TradeAsync(await live.OpportunityAsync())).Code);
            Assert.Equal(before, await live.OwnedAsync());
        }

        await using var shadow = await LiveSystem.StartAsync(_files, Chain, _world, mode: "shadow");
        var owned = await shadow.OwnedAsync();
        var result = await shadow.TradeAsync(await shadow.OpportunityAsync(2));
        Assert.Equal((ExecutionOutcome.Refused, "not_sent"), (result.Outcome, result.Code));
        Assert.Equal(owned, await shadow.OwnedAsync());
        Assert.Empty(await shadow.ReconcileAsync());
    }

    [Fact]
    public async Task Money_that_moves_beside_the_book_halts_with_both_figures()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        Assert.Empty(await system.ReconcileAsync());
        var account = (await Chain.RpcAsync("getBalance", (JsonNode)_world.Wallet.ToString())).GetProperty("value").GetUInt64();
        await Chain.SetAccountsAsync(new ChainAccount(_world.Wallet, account - 7, ProgramIds.System, []));

        var difference = Assert.Single(await system.ReconcileAsync());
        Assert.Equal(7, (long)(difference.Book.Value - difference.Chain.Value));
        var halt = (await system.Book.Snapshot()).Halt;
        Assert.Equal(HaltCause.Reconciliation, halt!.Cause);
        Assert.Contains(difference.Book.ToString(), halt.Detail, StringComparison.Ordinal);
        Assert.Contains(difference.Chain.ToString(), halt.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guard_with_a_lamport_too_much_undoes_a_trade_that_would_have_paid()
    {
        // The guard itself, proven on the runtime: what the account holds at the end passes, one more fails, and all is undone.
        var corpus = new Signing.HostileCorpus(_world, _world.Table, default);
        var before = await new Ledger(Chain).TokensAsync(_world.Wrapped);
        var (_, back) = LiveWorld.Trip();
        var gained = back - LiveWorld.Loan - (LiveWorld.Loan / 2_000);
        Instruction Guard(ulong amount) => Solana.Programs.SplToken.TokenInstructions.Transfer(ProgramIds.Token, _world.Wrapped, _world.Wrapped, _world.Wallet, amount);

        Assert.Contains("Custom\":1}", (await _world.Trader.SendAsync(corpus.Arbitrage(last: [Guard(before + gained + 1)]), _world.Table)).Error, StringComparison.Ordinal);
        Assert.Equal(before, await new Ledger(Chain).TokensAsync(_world.Wrapped));
        Assert.Null((await _world.Trader.SendAsync(corpus.Arbitrage(last: [Guard(before + gained)]), _world.Table)).Error);
        Assert.Equal(before + gained, await new Ledger(Chain).TokensAsync(_world.Wrapped));
        // And the floor of the wallet: the System program's transfer to itself.
        var lamports = await new Ledger(Chain).LamportsAsync(_world.Wallet) - ComputeBudget.LamportsPerSignature;
        Assert.Contains("Custom\":1}", (await _world.Trader.SendAsync([SystemProgram.Transfer(_world.Wallet, _world.Wallet, lamports + 1)])).Error, StringComparison.Ordinal);
        Assert.Null((await _world.Trader.SendAsync([SystemProgram.Transfer(_world.Wallet, _world.Wallet, lamports - ComputeBudget.LamportsPerSignature)])).Error);
    }

    private static async Task<ExecutionResult> CostsNothing(LiveSystem system, ExecutionOutcome expected)
    {
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var result = await system.TradeAsync(await system.OpportunityAsync());
        Assert.Equal((expected, Lamports.Zero, before), (result.Outcome, result.Realised, await system.OwnedAsync()));
        Assert.Empty((await system.Book.Book()).Reservations);
        Assert.Empty(await system.ReconcileAsync());
        return result;
    }

    /// <summary>The dear pool at the cheap one's price.</summary>
    private IEnumerable<ChainAccount> Closed() => _world.Dear.Accounts((Mints.WrappedSol, LiveWorld.CheapSol), (Mints.Usdc, LiveWorld.CheapUsdc));
}
