using System.Text.Json.Nodes;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Signing;
using Mint = Orchestrator.Domain.Money.Mint;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>A token that is on no list is bought with own capital, held, and sold by an exit rule; the real runtime says what it brought.</summary>
public sealed class HeldTradeTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong PoolSol = 1_000 * LiveWorld.Sol, PoolTokens = 1_000_000_000_000, Spent = 2 * LiveWorld.Sol;

    private static readonly PublicKey Token = Names.Key("unlisted mint");

    private static readonly string[] Settings =
    [
        "sniper.memecoin.use_flash_loan=false", "sniper.memecoin.hold.enabled=true", "sniper.memecoin.exit.look_interval_ms=100", "sniper.memecoin.exit.take_profit_bps=1000",
        "sniper.memecoin.exit.stop_loss_bps=2000", "arbitrage.ten_token.enabled=false", "orchestrator.capital_allocation_strategy=shared",
    ];

    private LiveWorld _world = null!;
    private LiveFiles _files = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync([Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0), Issued(null), .. Priced(PoolSol)]);
        _files = new LiveFiles(_world, Chain);
        var terms = _world.Terms with
        {
            Mints = [new MintRule(Mints.WrappedSol, ProgramIds.Token, 0, 5 * LiveWorld.Sol)], Reserves = [], MayOpenNewMints = true,
        };
        await File.WriteAllBytesAsync(Path.Combine(_files.Folder, "policy.json"), PolicyFile.Write(terms));
    }

    [Theory]
    [InlineData("exit_take_profit", 1_200)]
    [InlineData("exit_stop_loss", 800)]
    [InlineData("exit_emergency", 1_000)]
    public async Task What_was_bought_is_held_in_book_and_wallet_and_sold_by_the_rule_to_the_lamport(string rule, ulong poolSol)
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world, settings: Settings);
        await system.ArmAsync();
        var opening = await system.OwnedAsync();
        var offer = await PurchaseAsync();
        var bought = await system.TradeAsync(offer);

        Assert.True(bought.Outcome == ExecutionOutcome.Landed, $"{bought.Outcome} {bought.Code} {bought.Landing?.Error}");
        Assert.Equal((PositionEffect.Opened, Lamports.Zero), (bought.Position, bought.Realised));
        var position = Assert.Single((await system.Book.Book()).Positions);
        Assert.Equal(opening - await system.OwnedAsync(), (long)position.Cost.Value);
        Assert.Equal(await new Ledger(Chain).TokensAsync(_world.Own(Token)), (ulong)position.Units.Value);
        Assert.Empty(await system.ReconcileAsync());

        // The others move the price, or the issuer takes back what he had given up.
        await Chain.SetAccountsAsync(rule == "exit_emergency" ? [Issued(Names.Key("issuer"))] : Priced(poolSol * LiveWorld.Sol));
        var sale = await SoldAsync(system, offer.Id);

        Assert.Equal((DecisionOutcome.Executed, rule), (sale.Outcome, sale.Reason));
        var result = (await system.Grains.GetGrain<IOpportunityGrain>(sale.Opportunity.Id.Value).Read()).Result!;
        Assert.Equal((ExecutionOutcome.Landed, PositionEffect.Closed), (result.Outcome, result.Position));
        Assert.Equal(await system.OwnedAsync() - opening, result.Realised.Value);
        Assert.Equal(rule == "exit_take_profit", result.Realised > Lamports.Zero);
        Assert.Equal(0UL, await new Ledger(Chain).TokensAsync(_world.Own(Token)));
        var book = await system.Book.Book();
        Assert.Empty(book.Positions);
        Assert.Equal(result.Realised.Value, (long)book.Sol.Realised.Value);
        Assert.Empty(await system.ReconcileAsync());
    }

    private async Task<Opportunity> PurchaseAsync()
    {
        var slot = (await Chain.RpcAsync("getSlot", new JsonObject { ["commitment"] = "processed" })).GetUInt64();
        var (now, token) = (DateTimeOffset.UtcNow, new Mint(Token.ToString()));
        return new Opportunity(
            OpportunityId.Create(now, [1, 1, 2, 3, 4, 5, 6, 7, 8, 9]), StrategyId.Sniper, token, new RouteKey("launch/unlisted"), Mint.Sol, Lamports.OneSol, 0.1, 0.9,
            new Lamports((long)Spent + 20_000_000), Lamports.Zero, new BasisPoints(100), slot, now, now.AddSeconds(25), null, "", null,
            [new RouteLeg("raydium", _world.Unlisted.Address.ToString(), Mint.Sol, token, new BaseUnits(Spent), new BaseUnits(1), new BasisPoints(20), slot)]);
    }

    /// <summary>Makes blocks until the position is gone; the decision that sold it.</summary>
    private async Task<DecisionRecord> SoldAsync(LiveSystem system, OpportunityId position)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(2);)
        {
            await timer.WaitForNextTickAsync();
            await Chain.AdvanceAsync(blocks: 2);
            if (!(await system.Book.Book()).Positions.IsEmpty) continue;
            var page = await system.Grains.GetGrain<IDecisionJournalGrain>("main").Query(new DecisionQuery(Take: 100));
            return page.Decisions.Where(decision => decision.Opportunity.Closes == position).MaxBy(decision => decision.Sequence)!;
        }

        var all = await system.Grains.GetGrain<IDecisionJournalGrain>("main").Query(new DecisionQuery(Take: 100));
        throw new TimeoutException(string.Join('\n', all.Decisions.Select(decision => $"{decision.Outcome} {decision.Reason} {decision.Detail} {decision.Result?.Code}")));
    }

    private static ChainAccount Issued(PublicKey? authority)
    {
        var mint = Tokens.Mint(Token, 6, 10_000_000_000_000, authority ?? default);
        // The tag before the key: nobody, or somebody, may mint more.
        mint.Data[0] = authority is null ? (byte)0 : (byte)1;
        return mint;
    }

    private IEnumerable<ChainAccount> Priced(ulong sol) => _world.Unlisted.Accounts((Mints.WrappedSol, sol), (Token, PoolTokens));
}
