using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumV4;

namespace Orchestrator.Solana.Tests.Programs.RaydiumV4;

public sealed class QuoteTests
{
    private static readonly Gen<ulong> Amount = Gen.OneOf(Gen.ULong, Gen.ULong[0, 1_000_000_000_000], Gen.ULong[0, 20], Gen.Const(ulong.MaxValue));
    private static readonly Gen<(ulong In, ulong Out, ulong Fee)> Reserves = Gen.Select(Amount, Amount, Gen.ULong[0, 10_000]);

    [Fact]
    public void A_swap_there_and_back_never_gains() =>
        Gen.Select(Reserves, Amount).Sample((pool, amount) =>
        {
            var there = RaydiumV4Quote.ExactIn(amount, pool.In, pool.Out, pool.Fee, 10_000);
            if (there.IsRefused) return;
            var back = RaydiumV4Quote.ExactIn(there.AmountOut, pool.Out - there.AmountOut, pool.In + amount, pool.Fee, 10_000);
            if (!back.IsRefused) Assert.True(back.AmountOut <= amount);
        }, iter: 50_000);

    [Fact]
    public void The_product_of_the_reserves_never_shrinks() =>
        Gen.Select(Reserves, Amount, Gen.Bool).Sample((pool, amount, exactIn) =>
        {
            var quote = exactIn ? RaydiumV4Quote.ExactIn(amount, pool.In, pool.Out, pool.Fee, 10_000) : RaydiumV4Quote.ExactOut(amount, pool.In, pool.Out, pool.Fee, 10_000);
            if (quote.IsRefused) return;
            Assert.True((UInt128)(pool.In + quote.AmountIn) * (pool.Out - quote.AmountOut) >= (UInt128)pool.In * pool.Out);
        }, iter: 50_000);

    [Fact]
    public void More_in_never_gives_less_out() =>
        Gen.Select(Reserves, Amount, Amount).Sample((pool, a, b) =>
        {
            var less = RaydiumV4Quote.ExactIn(Math.Min(a, b), pool.In, pool.Out, pool.Fee, 10_000);
            var more = RaydiumV4Quote.ExactIn(Math.Max(a, b), pool.In, pool.Out, pool.Fee, 10_000);
            if (!less.IsRefused && !more.IsRefused) Assert.True(less.AmountOut <= more.AmountOut);
        }, iter: 50_000);

    [Fact]
    public void What_exact_out_asks_for_delivers_it_and_less_would_not() =>
        Gen.Select(Reserves, Amount).Sample((pool, amount) =>
        {
            var quote = RaydiumV4Quote.ExactOut(amount, pool.In, pool.Out, pool.Fee, 10_000);
            if (quote.IsRefused) return;
            var forward = RaydiumV4Quote.ExactIn(quote.AmountIn, pool.In, pool.Out, pool.Fee, 10_000);
            Assert.False(forward.IsRefused);
            Assert.True(forward.AmountOut >= amount, $"{pool} {amount} {quote} {forward}");
        }, iter: 50_000);

    [Theory]
    [InlineData(0UL, 5UL, 5UL, QuoteRefusal.ZeroAmount)]
    [InlineData(5UL, 0UL, 5UL, QuoteRefusal.ZeroLiquidity)]
    [InlineData(5UL, 5UL, 0UL, QuoteRefusal.ZeroLiquidity)]
    [InlineData(1UL, 1_000UL, 1_000UL, QuoteRefusal.AmountTooSmall)]
    [InlineData(ulong.MaxValue, 1UL, 1_000UL, QuoteRefusal.Overflow)]
    public void Exact_in_is_refused_by_name(ulong amount, ulong reserveIn, ulong reserveOut, QuoteRefusal refusal) =>
        Assert.Equal(refusal, RaydiumV4Quote.ExactIn(amount, reserveIn, reserveOut, 25, 10_000).Refusal);

    [Theory]
    [InlineData(0UL, 5UL, 5UL, QuoteRefusal.ZeroAmount)]
    [InlineData(5UL, 5UL, 5UL, QuoteRefusal.InsufficientLiquidity)]
    [InlineData(6UL, 5UL, 5UL, QuoteRefusal.InsufficientLiquidity)]
    [InlineData(ulong.MaxValue - 1, ulong.MaxValue, ulong.MaxValue, QuoteRefusal.Overflow)]
    [InlineData(4UL, 5UL, 5UL, QuoteRefusal.None)]
    public void Exact_out_is_refused_by_name(ulong amount, ulong reserveIn, ulong reserveOut, QuoteRefusal refusal) =>
        Assert.Equal(refusal, RaydiumV4Quote.ExactOut(amount, reserveIn, reserveOut, 25, 10_000).Refusal);

    [Fact]
    public void A_fee_of_the_whole_is_no_pool() =>
        Assert.Equal(QuoteRefusal.InconsistentState, RaydiumV4Quote.ExactIn(5, 5, 5, 10_000, 10_000).Refusal);

    [Fact]
    public void The_price_impact_of_half_the_reserve_is_half()
    {
        // In = x gives out = y/2: half of what the price before promised.
        var quote = RaydiumV4Quote.ExactIn(1_000_000, 1_000_000, 4_000_000, 0, 10_000);
        Assert.Equal((2_000_000UL, 5_000m), (quote.AmountOut, quote.PriceImpactBps));
    }

    [Fact]
    public void Quotes_allocate_nothing()
    {
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Run()
        {
            for (var i = 1UL; i < 200; i++)
            {
                Assert.False(RaydiumV4Quote.ExactIn(i * 1_000_003, 67_661_004_799_950, 4_936_181_262_839, 25, 10_000).IsRefused);
                Assert.False(RaydiumV4Quote.ExactOut(i * 1_003, 67_661_004_799_950, 4_936_181_262_839, 25, 10_000).IsRefused);
            }
        }
    }
}
