using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Feeds;
using Orchestrator.Silo.Live;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Launches;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs;
using Orleans;

namespace Orchestrator.Chain.Tests.Live;

/// <summary>
/// From the pools as a node tells them, through market view and scanner, over the channel and the whole saga, to the lamport in the book: no opportunity is made by hand.
/// </summary>
public sealed class ScannedTradeTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private LiveWorld _world = null!;
    private LiveFiles _files = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _world = new LiveWorld(Chain);
        await _world.CreateAsync();
        await Chain.SetAccountsAsync(Tokens.Of(_world.Dollars, Mints.Usdc, _world.Wallet, 0));
        _files = new LiveFiles(_world, Chain);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_scanner_finds_on_the_runtime_s_pools_lands_and_the_book_gains_what_the_wallet_does(bool byBundle)
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world, byBundle);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var found = await ScanAsync(system);
        var result = await system.EndAsync(found.Opportunity.Id);
        var change = await system.OwnedAsync() - before;

        Assert.True(result.Outcome == ExecutionOutcome.Landed, $"{result.Outcome} {result.Code} {result.Landing?.Error}");
        Assert.Equal(change, result.Realised.Value);
        Assert.Equal((Int128)change, (await system.Book.Book()).Sol.Realised.Value);
        // The scanner promises what is left after fee, tip and a tolerance; the landing may bring more and never less than half of it.
        Assert.InRange(change, found.Opportunity.ExpectedProfit.Value / 2, found.Opportunity.ExpectedProfit.Value * 3);
        Assert.True(found.Opportunity.FlashLoan > Lamports.Zero);
        Assert.Empty(await system.ReconcileAsync());
        // The gap is closed by the trade itself: the next look at the pools finds nothing worth offering.
        Assert.Empty(await FindAsync(system));
    }

    [Theory]
    [InlineData(false, ExecutionOutcome.LandedWithError)]
    [InlineData(true, ExecutionOutcome.Expired)]
    public async Task A_gap_that_others_close_first_costs_the_fee_by_a_node_and_nothing_in_a_bundle_and_the_book_says_so(bool byBundle, ExecutionOutcome expected)
    {
        var interference = new Interference();
        interference.At("saga.send.before", () => Chain.SetAccountsAsync(Closed()));
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world, byBundle, faults: interference);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var result = await system.EndAsync((await ScanAsync(system)).Opportunity.Id);

        Assert.Equal(expected, result.Outcome);
        Assert.Equal(byBundle ? Lamports.Zero : -result.Landing!.Fee, result.Realised);
        Assert.Equal(await system.OwnedAsync() - before, result.Realised.Value);
        Assert.Equal((Int128)result.Realised.Value, (await system.Book.Book()).Sol.Realised.Value);
        Assert.Empty(await system.ReconcileAsync());
    }

    [Fact]
    public async Task A_gap_that_closed_between_scan_and_plan_is_refused_unsigned_and_costs_nothing()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        await system.ArmAsync();
        var before = await system.OwnedAsync();
        var found = Assert.Single(await FindAsync(system));
        await Chain.SetAccountsAsync(Closed());
        await OfferAsync(system, found);
        var result = await system.EndAsync(found.Opportunity.Id);

        Assert.Equal((ExecutionOutcome.Refused, "no_longer_profitable", (string?)null), (result.Outcome, result.Code, result.Signature));
        Assert.Equal(before, await system.OwnedAsync());
        Assert.Equal(SignedUnits.Zero, (await system.Book.Book()).Sol.Realised);
    }

    [Fact]
    public async Task Equal_prices_are_no_opportunity()
    {
        await using var system = await LiveSystem.StartAsync(_files, Chain, _world);
        await Chain.SetAccountsAsync(Closed());
        Assert.Empty(await FindAsync(system));
    }

    private async Task<StrategyFinding> ScanAsync(LiveSystem system)
    {
        var found = Assert.Single(await FindAsync(system));
        await OfferAsync(system, found);
        return found;
    }

    /// <summary>As a feed's session does: pools and lenders from nodes into the view, then a look of the strategies that are switched on.</summary>
    private async Task<ImmutableArray<StrategyFinding>> FindAsync(LiveSystem system)
    {
        var (ports, settings) = (system.Services.GetRequiredService<LivePorts>(), system.Services.GetRequiredService<LiveSettings>());
        var (view, nodes) = (new MarketView(), new NodeAccounts(ports.Rpc, TimeProvider.System));
        var keeper = new PoolKeeper(view, new AccountBook(), ProgramRegistry.Mainnet);
        var loader = new MarketLoader(nodes, keeper, [_world.Cheap.Address, _world.Dear.Address], [.. ports.Policy.Reserves.Select(reserve => reserve.Reserve)]);
        await loader.Fill(again: false, CancellationToken.None);
        Assert.Null(loader.Trouble);
        var now = DateTimeOffset.UtcNow;
        view.Advance(nodes.Clock, now);
        var desk = new StrategyDesk(view, settings, new Lamports((long)ports.Policy.TipMax));
        desk.Use(await loader.Lenders(CancellationToken.None), (await system.Book.Snapshot()).Available);
        Assert.Null(loader.LenderTrouble);
        return [.. desk.Look(now)];
    }

    private static Task OfferAsync(LiveSystem system, StrategyFinding found) => new ChannelOutlet(
        system.Services.GetRequiredService<ChannelPublisher>(), system.Grains, system.Services.GetRequiredService<LiveSettings>(), NullLogger<ChannelOutlet>.Instance).Found(found);

    private IEnumerable<ChainAccount> Closed() => _world.Dear.Accounts((Mints.WrappedSol, LiveWorld.CheapSol), (Mints.Usdc, LiveWorld.CheapUsdc));
}
