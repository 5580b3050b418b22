using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Live;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>Own capital that is lent to Save and taken back, through queue, checks, saga, signer and book; the real runtime says what it brought.</summary>
public sealed class LentCapitalTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Issued = LiveWorld.Lendable / 10 * 9, Interest = 100 * LiveWorld.Sol;

    private static readonly Lamports Amount = new(2 * (long)LiveWorld.Sol);

    private LiveWorld _world = null!;
    private LiveFiles _files = null!;

    private PublicKey Collateral => _world.Own(_world.Lender.CollateralMint);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync([Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0), .. Lender(LiveWorld.Lendable, Issued)]);
        _files = new LiveFiles(_world, Chain);
        var terms = _world.Terms with
        {
            Mints = [new MintRule(Mints.WrappedSol, ProgramIds.Token, 0, 5 * LiveWorld.Sol)], Reserves = [_world.Lender.Rule(LiveWorld.FeeWad)],
        };
        await File.WriteAllBytesAsync(Path.Combine(_files.Folder, "policy.json"), PolicyFile.Write(terms));
    }

    [Fact]
    public async Task What_is_lent_is_a_position_and_comes_back_with_its_interest_to_the_lamport()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        await system.ArmAsync();
        var opening = await system.OwnedAsync();
        var supply = NewId(1);
        Assert.Null((await Lending(system).Supply(supply, Amount, "test", "idle")).Refusal);
        var lent = await system.EndAsync(supply);

        Assert.True(lent.Outcome == ExecutionOutcome.Landed, $"{lent.Outcome} {lent.Code} {lent.Landing?.Error}");
        var position = Assert.Single((await system.Book.Book()).Positions);
        Assert.Equal((supply, _world.Lender.CollateralMint.ToString()), (position.Id, position.Token.Value));
        Assert.Equal(opening - await system.OwnedAsync(), (long)position.Cost.Value);
        Assert.Equal((ulong)position.Units.Value, await new Ledger(Chain).TokensAsync(Collateral));
        Assert.Equal((ulong)Amount.Value / 10 * 9, (ulong)position.Units.Value);
        Assert.Empty(await system.ReconcileAsync());

        // Others have borrowed and pay interest.
        await Chain.SetAccountsAsync([.. Lender(LiveWorld.Lendable + (ulong)Amount.Value + Interest, Issued + (ulong)position.Units.Value, LiveWorld.Lendable)]);
        Assert.Empty(await system.ReconcileAsync());
        var withdrawal = NewId(2);
        var receipt = await system.Grains.GetGrain<IExitGrain>("main").Sell(withdrawal, supply, "test", "needed");
        Assert.Null(receipt.Refusal);
        var back = await system.EndAsync(withdrawal);

        Assert.True(back.Outcome == ExecutionOutcome.Landed, $"{back.Outcome} {back.Code} {back.Landing?.Error}");
        Assert.Equal(PositionEffect.Closed, back.Position);
        Assert.Equal(await system.OwnedAsync() - opening, back.Realised.Value);
        Assert.True(back.Realised > Lamports.Zero, $"{back.Realised} lamports of interest after all costs");
        Assert.Equal(0UL, await new Ledger(Chain).TokensAsync(Collateral));
        var book = await system.Book.Book();
        Assert.Empty(book.Positions);
        Assert.Equal(back.Realised.Value, (long)book.Sol.Realised.Value);
        Assert.Empty(await system.ReconcileAsync());
    }

    [Fact]
    public async Task What_is_lent_leaves_the_whole_cap_of_the_lease_to_trades()
    {
        await File.WriteAllBytesAsync(Path.Combine(_files.Folder, "policy.json"), PolicyFile.Write(_world.Terms with
        {
            Mints = [new MintRule(Mints.WrappedSol, ProgramIds.Token, 100 * LiveWorld.Sol, 5 * LiveWorld.Sol), new MintRule(Mints.Usdc, ProgramIds.Token, 0, 0)],
            Reserves = [_world.Lender.Rule(LiveWorld.FeeWad)],
        }));
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world, settings: "risk.max_positions=1");
        // Enough for the supply and its costs, and for less than the trade needs beside it.
        var cap = Amount + new Lamports(10_000_000);
        Assert.Equal(LeaseOutcome.Armed, (await system.Grains.GetGrain<ILiveLeaseGrain>("main").Arm(cap, new Lamports(Lamports.PerSol), TimeSpan.FromHours(1), "test")).Outcome);
        var supply = NewId(1);
        Assert.Null((await Lending(system).Supply(supply, Amount, "test", "idle")).Refusal);
        Assert.Equal(ExecutionOutcome.Landed, (await system.EndAsync(supply)).Outcome);

        var opportunity = await system.OpportunityAsync(2);
        Assert.True(opportunity.RequiredCapital + Amount > cap);
        var traded = await system.TradeAsync(opportunity);
        Assert.True(traded.Outcome == ExecutionOutcome.Landed, $"{traded.Outcome} {traded.Code} {traded.Landing?.Error}");
        Assert.Empty(await system.ReconcileAsync());
    }

    [Fact]
    public async Task What_is_missing_of_what_was_lent_halts_with_both_figures_and_an_operator_still_takes_the_rest_back()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        await system.ArmAsync();
        var supply = NewId(1);
        Assert.Null((await Lending(system).Supply(supply, Amount, "test", "idle")).Refusal);
        Assert.Equal(ExecutionOutcome.Landed, (await system.EndAsync(supply)).Outcome);
        var held = await new Ledger(Chain).TokensAsync(Collateral);
        await Chain.SetAccountsAsync(Tokens.Account(Collateral, _world.Lender.CollateralMint, _world.Wallet, held - 5));

        var difference = Assert.Single(await system.ReconcileAsync());
        Assert.Equal((_world.Lender.CollateralMint.ToString(), (Int128)held, (Int128)held - 5), (difference.Asset.Value, difference.Book.Value, difference.Chain.Value));
        var halt = (await system.Book.Snapshot()).Halt;
        Assert.Equal(HaltCause.Reconciliation, halt!.Cause);
        Assert.Contains($"book {held}, chain {held - 5}", halt.Detail, StringComparison.Ordinal);
        Assert.Null((await system.Grains.GetGrain<IExitGrain>("main").Sell(NewId(2), supply, "test", "out")).Refusal);
    }

    [Fact]
    public async Task A_supply_beyond_share_wallet_or_policy_and_a_withdrawal_beyond_what_is_at_hand_are_refused_by_name()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        await system.ArmAsync();
        var opening = await system.OwnedAsync();
        Assert.Equal("no_amount", (await Lending(system).Supply(NewId(1), Lamports.Zero, "test", "none")).Refusal);

        var share = NewId(2);
        Assert.Null((await Lending(system).Supply(share, new Lamports(6 * (long)LiveWorld.Sol), "test", "too much")).Refusal);
        var decision = await DecisionAsync(system, share);
        Assert.Equal((DecisionOutcome.Rejected, "token_share"), (decision.Outcome, decision.Reason));

        await Chain.SetAccountsAsync(Tokens.Of(_world.Wrapped, Mints.WrappedSol, _world.Wallet, LiveWorld.Sol));
        var wallet = NewId(3);
        Assert.Null((await Lending(system).Supply(wallet, Amount, "test", "not wrapped")).Refusal);
        var refused = await system.EndAsync(wallet);
        Assert.Equal((ExecutionOutcome.Refused, "insufficient_balance", (string?)null), (refused.Outcome, refused.Code, refused.Signature));
        await Chain.SetAccountsAsync(Tokens.Of(_world.Wrapped, Mints.WrappedSol, _world.Wallet, LiveWorld.WalletWrapped));
        Assert.Equal(opening, await system.OwnedAsync());
        Assert.Empty((await system.Book.Book()).Reservations);

        var supply = NewId(4);
        Assert.Null((await Lending(system).Supply(supply, Amount, "test", "idle")).Refusal);
        Assert.Equal(ExecutionOutcome.Landed, (await system.EndAsync(supply)).Outcome);
        await Chain.SetAccountsAsync([.. Lender(LiveWorld.Lendable, Issued, atHand: LiveWorld.Sol)]);
        var withdrawal = NewId(5);
        Assert.Null((await system.Grains.GetGrain<IExitGrain>("main").Sell(withdrawal, supply, "test", "all lent out")).Refusal);
        var tooMuch = await system.EndAsync(withdrawal);
        Assert.Equal((ExecutionOutcome.Refused, "lender_short", (string?)null), (tooMuch.Outcome, tooMuch.Code, tooMuch.Signature));
        Assert.Equal(supply, Assert.Single((await system.Book.Book()).Positions).Id);
    }

    [Fact]
    public async Task What_the_wallet_had_lent_before_the_book_was_opened_halts_the_start()
    {
        await Chain.SetAccountsAsync(Tokens.Account(Collateral, _world.Lender.CollateralMint, _world.Wallet, 7));
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        var halt = (await system.Book.Snapshot()).Halt;
        Assert.Equal(HaltCause.Reconciliation, halt!.Cause);
        Assert.Contains("book 0, chain 7", halt.Detail, StringComparison.Ordinal);
    }

    private static ILendingGrain Lending(LiveSystem system) => system.Grains.GetGrain<ILendingGrain>("main");

    private static OpportunityId NewId(byte n) => OpportunityId.Create(DateTimeOffset.UtcNow, [n, 4, 3, 4, 5, 6, 7, 8, 9, 10]);

    private IEnumerable<ChainAccount> Lender(ulong total, ulong issued, ulong? atHand = null) =>
        _world.Lender.Accounts(total, LiveWorld.FeeWad, LiveWorld.HostFeePercent, issued, atHand);

    private static async Task<DecisionRecord> DecisionAsync(LiveSystem system, OpportunityId id)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(2);)
        {
            await timer.WaitForNextTickAsync();
            if (await system.Grains.GetGrain<IDecisionJournalGrain>("main").Find(id) is { } decision) return decision;
        }

        throw new TimeoutException($"{id} was never decided.");
    }
}
