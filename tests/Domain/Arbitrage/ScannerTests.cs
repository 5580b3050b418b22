using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Domain.Tests.Arbitrage;

public sealed class ScannerTests
{
    private static readonly Mint Usdc = RandomMarket.Tokens[1];

    private readonly ArbitrageScanner _scanner = new(StrategyId.Arbitrage, new SlippageMap());
    private readonly RandomMarket _market = new();

    public ScannerTests() => _market.View.Advance(new MarketClock(100, 1, 0), RandomMarket.Start);

    [Fact]
    public void A_gap_is_found_sized_and_told_with_every_cost()
    {
        Gap(1.03);
        var found = Assert.Single(Look());
        Assert.Equal([Mint.Sol, Usdc], found.Route.Select(leg => leg.Input));
        Assert.Equal(found.Input, found.Route[0].AmountIn);
        Assert.Equal(found.ExpectedOutput, found.Route[^1].ExpectedOut);
        var fee = RandomMarket.SolLender.FeeOf(found.Input.Value)!.Value;
        Assert.Equal((long)(found.ExpectedOutput.Value - found.Input.Value - fee) - 135_000, found.ExpectedProfit.Value);
        Assert.Equal((long)fee, found.FlashLoanFee.Value);
        Assert.Equal((long)found.Input.Value, found.FlashLoanAmount.Value);
        Assert.True(found.Id.IsVersion7);
        Assert.Equal(RandomMarket.Start, found.ObservedAt);
        Assert.Equal(100ul, found.Slot);
        Assert.All(found.Route, leg => Assert.Equal(100ul, leg.PoolSlot));
    }

    [Fact]
    public void What_was_told_is_not_told_again_until_it_moved_or_half_its_time_is_gone()
    {
        Gap(1.03);
        var first = Assert.Single(Look());
        Assert.Empty(Look(RandomMarket.Start.AddMilliseconds(600)));
        Gap(1.0301);
        Assert.Empty(Look(RandomMarket.Start.AddMilliseconds(700)));
        Gap(1.04);
        var moved = Assert.Single(Look(RandomMarket.Start.AddMilliseconds(800)));
        Assert.Equal(first.RouteKey, moved.RouteKey);
        Assert.NotEqual(first.Id, moved.Id);
        var refreshed = Assert.Single(Look(RandomMarket.Start.AddMilliseconds(1_800)));
        Assert.Equal(first.RouteKey, refreshed.RouteKey);
    }

    [Fact]
    public void Only_cycles_through_what_changed_are_evaluated_between_full_scans()
    {
        var market = RandomMarket.Make(new Random(5), 6, 2, 0.002);
        var options = RandomMarket.Options(6);
        var found = new List<ArbitrageFinding>();
        _scanner.Look(market.Look(), options, found);
        Assert.Equal((1L, (long)_scanner.Cycles), (_scanner.FullScans, _scanner.Evaluated));
        market.Put(RandomMarket.Pool(new Random(6), 0, 1, market.Pools[0].Pool, 0.002, false));
        _scanner.Look(market.Look(RandomMarket.Start.AddMilliseconds(100)), options, found);
        Assert.Equal(1, _scanner.FullScans);
        Assert.InRange(_scanner.Evaluated - _scanner.Cycles, 1, _scanner.Cycles / 2);
        _scanner.Look(market.Look(RandomMarket.Start.AddMilliseconds(501)), options, found);
        Assert.Equal(2, _scanner.FullScans);
    }

    [Fact]
    public void Looking_at_changes_and_looking_at_everything_come_to_the_same()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var chance = new Random(seed);
            var market = RandomMarket.Make(chance, 5, 2, 0.004);
            var options = RandomMarket.Options(5) with { FullScanEvery = TimeSpan.FromHours(1) };
            var following = new ArbitrageScanner(StrategyId.Arbitrage, new SlippageMap());
            following.Evaluate(market.Look(), options);
            for (var change = 0; change < 20; change++)
            {
                var (a, b) = (chance.Next(4), 4);
                var same = market.Pools.Where(pool => new[] { pool.MintA, pool.MintB }.Order().SequenceEqual(new[] { RandomMarket.Tokens[a], RandomMarket.Tokens[b] }.Order())).ToList();
                market.Put(RandomMarket.Pool(chance, a, b, same[chance.Next(same.Count)].Pool, 0.006, true));
                following.Evaluate(market.Look(), options);
            }

            var fresh = new ArbitrageScanner(StrategyId.Arbitrage, new SlippageMap());
            fresh.Evaluate(market.Look(), options);
            Assert.Equal(fresh.PayingNow, following.PayingNow);
        }
    }

    [Fact]
    public void Findings_of_one_look_share_no_pool_and_come_best_first()
    {
        var told = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var market = RandomMarket.Make(new Random(seed), 6, 2, 0.03);
            var found = new List<ArbitrageFinding>();
            new ArbitrageScanner(StrategyId.Arbitrage, new SlippageMap()).Look(market.Look(), RandomMarket.Options(6), found);
            var pools = found.SelectMany(f => f.Route.Select(leg => leg.Pool)).ToList();
            Assert.Equal(pools.Distinct().Count(), pools.Count);
            told += found.Count;
        }

        Assert.True(told > 20, $"only {told}");
    }

    [Fact]
    public void Nothing_beyond_the_loan_that_is_allowed_and_available_is_asked_for()
    {
        Gap(1.2);
        // The last units bring nothing by rounding, and are left out.
        Assert.InRange(Assert.Single(Look()).Input.Value, 99_999_999_980ul, 100_000_000_000ul);
        var poor = RandomMarket.Terms with { Lenders = [RandomMarket.SolLender with { Available = 7_000_000_000 }] };
        Assert.InRange(Assert.Single(Look(RandomMarket.Start.AddSeconds(5), poor)).Input.Value, 6_999_999_980ul, 7_000_000_000ul);
        Assert.Empty(Look(RandomMarket.Start.AddSeconds(10), RandomMarket.Terms with { Lenders = [RandomMarket.SolLender with { FeeWad = FlashLender.Off }] }));
        Assert.Empty(Look(RandomMarket.Start.AddSeconds(15), RandomMarket.Terms with { Lenders = [] }));
    }

    [Fact]
    public void Without_a_loan_own_capital_is_the_size_and_no_fee_is_paid()
    {
        Gap(1.2);
        var found = Assert.Single(Look(options: RandomMarket.Options(2, flash: false)));
        Assert.Equal((Lamports.Zero, Lamports.Zero), (found.FlashLoanAmount, found.FlashLoanFee));
        Assert.InRange(found.Input.Value, (20UL * 1_000_000_000) - 135_020, (20UL * 1_000_000_000) - 135_000);
        Assert.Equal((long)found.Input.Value + 135_000, found.RequiredCapital.Value);
    }

    [Fact]
    public void A_profit_below_the_threshold_is_not_told()
    {
        Gap(1.03);
        var profit = Assert.Single(Look()).ExpectedProfit.Value;
        Assert.Single(Look(RandomMarket.Start.AddSeconds(5), options: RandomMarket.Options(2, minimum: profit)));
        Assert.Empty(Look(RandomMarket.Start.AddSeconds(10), options: RandomMarket.Options(2, minimum: profit + 1)));
    }

    [Fact]
    public void What_the_feed_no_longer_answers_for_is_not_told()
    {
        Gap(1.03);
        _market.View.Distrust();
        Assert.Empty(Look());
        Gap(1.03);
        Assert.Single(Look(RandomMarket.Start.AddSeconds(1)));
        var found = new List<ArbitrageFinding>();
        _scanner.Look(new MarketLook(_market.View, RandomMarket.Terms, RandomMarket.Start.AddSeconds(10), "test"), RandomMarket.Options(2), found);
        Assert.Empty(found);
    }

    [Fact]
    public void What_trades_fell_short_by_is_taken_off()
    {
        Gap(1.03);
        var slippage = new SlippageMap();
        var before = Assert.Single(Look());
        for (var i = 0; i < 200; i++) slippage.Learn("raydium", Usdc, before.FlashLoanAmount, new BasisPoints(10));
        var found = new List<ArbitrageFinding>();
        new ArbitrageScanner(StrategyId.Arbitrage, slippage).Look(_market.Look(), RandomMarket.Options(2), found);
        var expected = slippage.Expected("raydium", Usdc, before.FlashLoanAmount);
        Assert.InRange(expected.Value, before.FlashLoanAmount.Value / 1_250, before.FlashLoanAmount.Value / 1_000);
        Assert.Equal(before.ExpectedProfit - expected, Assert.Single(found).ExpectedProfit);
        Assert.Equal(Lamports.Zero, slippage.Expected("raydium", Usdc, new Lamports(1)));
    }

    [Fact]
    public void A_cycle_that_starts_in_dollars_is_valued_in_lamports()
    {
        Gap(1.03);
        var terms = RandomMarket.Terms with { Lenders = [new FlashLender(Usdc, 5_000_000_000_000, 500_000_000_000_000, 20)] };
        var found = Assert.Single(Look(terms: terms, options: RandomMarket.Options(2) with { Starts = [Usdc] }));
        Assert.Equal(Usdc, found.Route[0].Input);
        Assert.Equal(Usdc, found.Route[^1].Output);
        // About 150 USDC a SOL: loan and profit are in lamports.
        Assert.InRange(found.FlashLoanAmount.Value, (long)(found.Input.Value * 6), (long)(found.Input.Value * 7));
    }

    [Fact]
    public void A_pool_that_comes_is_in_and_one_that_goes_is_out()
    {
        Gap(1.03);
        Assert.Single(Look());
        _market.View.Withdraw("dear");
        Assert.Empty(Look(RandomMarket.Start.AddSeconds(5)));
        Gap(1.03);
        Assert.Single(Look(RandomMarket.Start.AddSeconds(10)));
    }

    [Fact]
    public void Absurd_pools_are_no_opportunity_and_no_fault()
    {
        Gap(1.0);
        foreach (var (a, b) in new[] { (0ul, 0ul), (1ul, ulong.MaxValue), (ulong.MaxValue, 1ul), (1ul, 1ul), (ulong.MaxValue, ulong.MaxValue) })
        {
            _market.Put(new ProductCurve("orca", $"absurd{a}{b}", Mint.Sol, Usdc, a, b, 400));
            _market.Put(new ProductCurve("orca", $"free{a}{b}", Mint.Sol, Usdc, a, b, 999_999));
            foreach (var found in Look(RandomMarket.Start.AddSeconds(1)))
                Assert.True(found.ExpectedOutput.Value <= 2_000_000_000_000_000_000);
        }
    }

    private List<ArbitrageFinding> Look(DateTimeOffset? now = null, MarketTerms? terms = null, ScanOptions? options = null)
    {
        if (now is { } at) _market.View.Advance(new MarketClock(100, 1, 0), at);
        var found = new List<ArbitrageFinding>();
        _scanner.Look(_market.Look(now, terms), options ?? RandomMarket.Options(2), found);
        return found;
    }

    /// <summary>Two pools of one pair; in one of them SOL is dearer by this.</summary>
    private void Gap(double ratio)
    {
        _market.Put(new ProductCurve("raydium", "cheap", Mint.Sol, Usdc, 20_000_000_000_000, 3_000_000_000_000, 400));
        _market.Put(new ProductCurve("orca", "dear", Usdc, Mint.Sol, 3_000_000_000_000, (ulong)(20_000_000_000_000 * ratio), 400));
    }
}
