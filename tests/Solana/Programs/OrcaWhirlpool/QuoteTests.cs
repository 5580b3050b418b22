using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

public sealed class QuoteTests
{
    private static readonly Gen<(RandomPool Pool, ulong Amount, bool AToB)> Cases = Gen.Select(RandomPool.Any, RandomPool.Amounts, Gen.Bool);

    [Fact]
    public void A_round_trip_never_gains() => Cases.Sample(c =>
    {
        if (c.Pool.Oracle is not null || c.Pool.Swap(c.Amount, true, c.AToB, out _) is not { AmountOut: > 0 } there) return;
        var after = c.Pool with { State = c.Pool.State with { SqrtPrice = there.SqrtPrice, TickCurrentIndex = there.TickIndex, Liquidity = there.Liquidity } };
        if (after.Swap(there.AmountOut, true, !c.AToB, out _) is not { } back) return;
        Assert.True(back.AmountOut <= there.AmountIn, $"{c} {there} {back}");
    }, iter: 5_000);

    [Fact]
    public void More_input_never_gives_less_output() => Gen.Select(Cases, RandomPool.Amounts).Sample((c, more) =>
    {
        if (more > ulong.MaxValue - c.Amount) return;
        if (c.Pool.Swap(c.Amount, true, c.AToB, out _) is not { } less || c.Pool.Swap(c.Amount + more, true, c.AToB, out _) is not { } greater) return;
        Assert.True(greater.AmountOut >= less.AmountOut, $"{c} {less} {greater}");
    }, iter: 5_000);

    [Fact]
    public void The_cost_of_an_output_buys_at_least_that_output() => Cases.Sample(c =>
    {
        if (c.Pool.Oracle is not null || c.Pool.Swap(c.Amount, false, c.AToB, out _) is not { } cost) return;
        if (c.Pool.Swap(cost.AmountIn, true, c.AToB, out _) is not { } bought) return;
        // Where the price stops on a tick, the fee is rounded on each side of it once.
        Assert.True(bought.AmountOut >= c.Amount || bought.SqrtPrice != cost.SqrtPrice, $"{c} {cost} {bought}");
    }, iter: 5_000);

    [Fact]
    public void Prices_of_ticks_and_ticks_of_prices_agree() => Gen.Int[TickMath.MinTick, TickMath.MaxTick].Sample(tick =>
    {
        var price = TickMath.SqrtPriceAt(tick);
        Assert.Equal(tick, TickMath.TickAt(price));
        if (tick > TickMath.MinTick) Assert.Equal(tick - 1, TickMath.TickAt(price - 1));
    }, iter: 20_000);

    [Fact]
    public void Quotes_allocate_nothing()
    {
        var state = Pools.Of(64, 3_000, 5_000_000_000_000, TickMath.SqrtPriceAt(-18_700));
        var pool = new WhirlpoolPool(Pools.Address, state, Pools.Arrays(state, true).Concat(Pools.Arrays(state, false)), null, TokenMint.Plain(9), TokenMint.Plain(6));
        var clock = new ChainClock(1, 1, 1);
        Assert.False(pool.QuoteExactIn(Pools.MintA, 1_000_000, clock).IsRefused);
        Assert.False(pool.QuoteExactOut(Pools.MintA, 1_000, clock).IsRefused);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (ulong i = 1; i < 200; i++)
        {
            pool.QuoteExactIn(Pools.MintA, 1_000_000 * i, clock);
            pool.QuoteExactOut(Pools.MintB, 1_000 * i, clock);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void What_cannot_be_quoted_is_refused_by_name()
    {
        var state = Pools.Of(64, 3_000, 5_000_000, TickMath.SqrtPriceAt(0));
        var clock = new ChainClock(1, 1, 1_700_000_000);
        WhirlpoolPool Pool(Whirlpool w, params TickArray[] arrays) => new(Pools.Address, w, arrays, null, TokenMint.Plain(9), TokenMint.Plain(6));
        var full = Pool(state, [.. Pools.Arrays(state, true), .. Pools.Arrays(state, false)]);
        Assert.Equal(QuoteRefusal.ZeroAmount, full.QuoteExactIn(Pools.MintA, 0, clock).Refusal);
        Assert.Equal(QuoteRefusal.WrongMint, full.QuoteExactIn(Pools.Key(9), 1, clock).Refusal);
        Assert.Equal(QuoteRefusal.AmountTooSmall, full.QuoteExactIn(Pools.MintA, 1, clock).Refusal);
        Assert.Equal(QuoteRefusal.TooManySteps, full.QuoteExactIn(Pools.MintA, ulong.MaxValue, clock).Refusal);
        Assert.Equal(QuoteRefusal.MissingAccount, Pool(state).QuoteExactIn(Pools.MintA, 1_000, clock).Refusal);
        Assert.Equal(QuoteRefusal.MissingAccount, Pool(state with { FeeTierIndex = 1_024 }, Pools.Arrays(state, true)).QuoteExactIn(Pools.MintA, 1_000, clock).Refusal);
        Assert.Equal(QuoteRefusal.TooManySteps, Pool(state with { Liquidity = 0 }, Pools.Arrays(state, true)).QuoteExactIn(Pools.MintA, 1_000, clock).Refusal);
    }
}
