using Orchestrator.Chain.Tests.Node;
using Orchestrator.Chain.Tests.World;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests;

/// <summary>A flash loan through a constant-product pool and a Whirlpool, whose program is a stand-in as well (see StandInPrograms).</summary>
public sealed class ConcentratedTripTests(ChainRuntime runtime) : ChainTest(runtime)
{
    private const ulong Loan = ArbitrageWorld.Loan;
    // The reserves of the dear pool of the other tests: nine coins a USDC, √(10^12 · 9·10^12) of liquidity.
    private readonly ConcentratedPool _dear = new((ArbitrageWorld.Usdc, 6), (ArbitrageWorld.Coin, 9), liquidity: 3_000_000_000_000, root: 3);
    private ArbitrageWorld? _made;

    private ArbitrageWorld World => _made!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _made = new ArbitrageWorld(Chain);
        await World.CreateAsync();
        await Chain.SetAccountsAsync(_dear.Accounts((ArbitrageWorld.Usdc, 1_000_000_000_000), (ArbitrageWorld.Coin, 9_000_000_000_000)));
    }

    [Fact]
    public async Task A_trip_through_a_Whirlpool_brings_what_was_quoted_to_the_unit()
    {
        var (trip, usdc) = Trip(more: 0);
        Assert.Null((await World.Trader.SendAsync(trip, World.Table)).Error);

        const ulong Fee = 500_000;
        Assert.Equal(usdc - Loan - Fee, await new Ledger(Chain).TokensAsync(World.TraderUsdc));
        Assert.Equal(0ul, await new Ledger(Chain).TokensAsync(World.TraderCoin));
    }

    /// <summary>Both directions: which token comes first is the mints' matter.</summary>
    [Theory]
    [InlineData(true, 12_345)]
    [InlineData(true, 9_000_000_000)]
    [InlineData(false, 12_345)]
    [InlineData(false, 9_000_000_000)]
    public async Task Either_direction_pays_what_was_quoted(bool sellsCoins, ulong amount)
    {
        const ulong Held = 10_000_000_000;
        await Chain.SetAccountsAsync(
        [
            Tokens.Account(World.TraderUsdc, ArbitrageWorld.Usdc, World.Trader.Key, Held), Tokens.Account(World.TraderCoin, ArbitrageWorld.Coin, World.Trader.Key, Held),
        ]);
        var (mint, from, to) = sellsCoins ? (ArbitrageWorld.Coin, World.TraderCoin, World.TraderUsdc) : (ArbitrageWorld.Usdc, World.TraderUsdc, World.TraderCoin);
        var quoted = _dear.Quote(mint, amount);
        Assert.Null((await World.Trader.SendAsync([_dear.SwapExactIn(World.Trader.Key, mint, from, to, amount, quoted)])).Error);

        var ledger = new Ledger(Chain);
        Assert.Equal((Held - amount, Held + quoted), (await ledger.TokensAsync(from), await ledger.TokensAsync(to)));
    }

    [Fact]
    public async Task A_Whirlpool_that_gives_one_unit_less_than_asked_is_rolled_back_with_6036()
    {
        var ledger = new Ledger(Chain);
        PublicKey[] touched = [.. World.Touched, .. _dear.Keys];
        var before = await ledger.AccountsAsync(touched);
        var outcome = await World.Trader.SendAsync(Trip(more: 1).Trip, World.Table);

        Assert.Equal("""{"InstructionError":[4,{"Custom":6036}]}""", outcome.Error);
        Assert.Equal(before, await ledger.AccountsAsync(touched));
    }

    /// <summary>Borrow USDC, buy coins in the constant-product pool, sell them in the Whirlpool, repay, tip.</summary>
    private (IReadOnlyList<Instruction> Trip, ulong Usdc) Trip(ulong more)
    {
        var trip = World.RoundTrip();
        var coins = ConstantProduct.Out(Loan, 1_000_000_000_000, 10_000_000_000_000);
        var usdc = _dear.Quote(ArbitrageWorld.Coin, coins);
        return ([.. trip.Take(4), _dear.SwapExactIn(World.Trader.Key, ArbitrageWorld.Coin, World.TraderCoin, World.TraderUsdc, coins, usdc + more), .. trip.Skip(5)], usdc);
    }
}
