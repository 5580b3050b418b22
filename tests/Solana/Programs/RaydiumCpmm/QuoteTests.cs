using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Tests.Programs.RaydiumCpmm;

public sealed class QuoteTests
{
    private static readonly Gen<ulong> Amount = Gen.OneOf(Gen.ULong, Gen.ULong[0, 1_000_000_000_000], Gen.ULong[0, 20], Gen.Const(ulong.MaxValue));
    private static readonly Gen<TransferFee> Transfer = Gen.OneOf(
        Gen.Const(TransferFee.None), Gen.Select(Gen.UShort[0, 10_000], Amount, (bps, max) => new TransferFee(bps, max)));
    private static readonly Gen<CpmmSide> Plain = Gen.Select(
        Amount, Amount, Gen.ULong[0, 300_000], Gen.ULong[0, 300_000], Gen.Bool,
        (x, y, trade, creator, onInput) => new CpmmSide(x, y, trade, creator, onInput, default, default));
    private static readonly Gen<CpmmSide> Any = Gen.Select(Plain, Transfer, Transfer, (side, a, b) => side with { TransferFeeIn = a, TransferFeeOut = b });

    /// <summary>Numbers worked out by hand from the program's formulas.</summary>
    [Theory]
    [InlineData(true, 987158UL, 3_000UL, 0UL)]
    [InlineData(false, 987154UL, 2_500UL, 494UL)]
    public void Trade_and_creator_fees_are_taken_as_the_program_takes_them(bool onInput, ulong amountOut, ulong feeIn, ulong feeOut)
    {
        var quote = RaydiumCpmmQuote.ExactIn(1_000_000, new CpmmSide(100_000_000, 100_000_000, 2_500, 500, onInput, default, default));
        Assert.Equal((amountOut, feeIn, feeOut), (quote.AmountOut, quote.FeeIn, quote.FeeOut));
    }

    [Fact]
    public void The_product_of_the_reserves_never_shrinks() =>
        Gen.Select(Any, Amount, Gen.Bool).Sample((side, amount, exactIn) =>
        {
            var quote = exactIn ? RaydiumCpmmQuote.ExactIn(amount, side) : RaydiumCpmmQuote.ExactOut(amount, side);
            if (quote.IsRefused) return;
            var paid = quote.AmountIn - quote.TransferFeeIn;
            var left = quote.AmountOut + quote.TransferFeeOut;
            Assert.True((UInt128)(side.ReserveIn + paid) * (side.ReserveOut - left) >= (UInt128)side.ReserveIn * side.ReserveOut);
        }, iter: 50_000);

    [Fact]
    public void A_swap_there_and_back_never_gains() =>
        Gen.Select(Any, Amount).Sample((side, amount) =>
        {
            var there = RaydiumCpmmQuote.ExactIn(amount, side);
            if (there.IsRefused) return;
            var left = there.AmountOut + there.TransferFeeOut;
            var other = side with
            {
                ReserveIn = side.ReserveOut - left, ReserveOut = side.ReserveIn + there.AmountIn - there.TransferFeeIn,
                TransferFeeIn = side.TransferFeeOut, TransferFeeOut = side.TransferFeeIn,
            };
            var back = RaydiumCpmmQuote.ExactIn(there.AmountOut, other);
            if (!back.IsRefused) Assert.True(back.AmountOut <= amount);
        }, iter: 50_000);

    [Fact]
    public void More_in_never_gives_less_out() =>
        Gen.Select(Any, Amount, Amount).Sample((side, a, b) =>
        {
            var less = RaydiumCpmmQuote.ExactIn(Math.Min(a, b), side);
            var more = RaydiumCpmmQuote.ExactIn(Math.Max(a, b), side);
            if (!less.IsRefused && !more.IsRefused) Assert.True(less.AmountOut <= more.AmountOut);
        }, iter: 50_000);

    [Fact]
    public void What_exact_out_asks_for_delivers_at_least_that() =>
        Gen.Select(Any, Amount).Sample((side, amount) =>
        {
            var quote = RaydiumCpmmQuote.ExactOut(amount, side);
            if (quote.IsRefused) return;
            Assert.Equal(amount, quote.AmountOut);
            var forward = RaydiumCpmmQuote.ExactIn(quote.AmountIn, side);
            Assert.False(forward.IsRefused, $"{side} {quote} {forward}");
            Assert.True(forward.AmountOut >= amount, $"{side} {quote} {forward}");
        }, iter: 50_000);

    [Fact]
    public void Without_fees_exact_out_asks_for_the_least_that_works() =>
        Gen.Select(Plain, Amount).Sample((side, amount) =>
        {
            side = side with { TradeFeeRate = 0, CreatorFeeRate = 0 };
            var quote = RaydiumCpmmQuote.ExactOut(amount, side);
            if (quote.IsRefused || quote.AmountIn < 2) return;
            var less = RaydiumCpmmQuote.ExactIn(quote.AmountIn - 1, side);
            Assert.True(less.IsRefused || less.AmountOut < amount, $"{side} {quote} {less}");
        }, iter: 50_000);

    [Theory]
    [InlineData(0UL, 5UL, 5UL, QuoteRefusal.ZeroAmount)]
    [InlineData(5UL, 0UL, 5UL, QuoteRefusal.ZeroLiquidity)]
    [InlineData(5UL, 5UL, 0UL, QuoteRefusal.ZeroLiquidity)]
    [InlineData(1UL, 1_000UL, 1_000UL, QuoteRefusal.AmountTooSmall)]
    [InlineData(ulong.MaxValue, 1UL, 1_000UL, QuoteRefusal.Overflow)]
    public void Exact_in_is_refused_by_name(ulong amount, ulong reserveIn, ulong reserveOut, QuoteRefusal refusal) =>
        Assert.Equal(refusal, RaydiumCpmmQuote.ExactIn(amount, new CpmmSide(reserveIn, reserveOut, 2_500, 0, true, default, default)).Refusal);

    [Fact]
    public void Token_fees_that_cannot_be_borne_are_refused_by_name()
    {
        var side = new CpmmSide(1_000_000, 1_000_000, 2_500, 0, true, default, default);
        Assert.Equal(QuoteRefusal.TransferFeeTakesAll, RaydiumCpmmQuote.ExactIn(10, side with { TransferFeeIn = new(10_000, ulong.MaxValue) }).Refusal);
        Assert.Equal(QuoteRefusal.TransferFeeTakesAll, RaydiumCpmmQuote.ExactIn(10_000, side with { TransferFeeOut = new(10_000, ulong.MaxValue) }).Refusal);
        Assert.Equal(QuoteRefusal.InconsistentState, RaydiumCpmmQuote.ExactIn(10, side with { TradeFeeRate = 1_000_000 }).Refusal);
        Assert.Equal(QuoteRefusal.InconsistentState, RaydiumCpmmQuote.ExactOut(10, side with { TradeFeeRate = 500_000, CreatorFeeRate = 500_000 }).Refusal);
        Assert.Equal(QuoteRefusal.InsufficientLiquidity, RaydiumCpmmQuote.ExactOut(1_000_000, side).Refusal);
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
            var side = new CpmmSide(67_661_004_799_950, 4_936_181_262_839, 2_500, 500, false, new(100, 5_000), new(30, 100_000));
            for (var i = 1UL; i < 200; i++)
            {
                Assert.False(RaydiumCpmmQuote.ExactIn(i * 1_000_003, side).IsRefused);
                var back = RaydiumCpmmQuote.ExactOut(i * 1_003, side);
                Assert.True(back.Refusal is QuoteRefusal.None or QuoteRefusal.TransferFeeRounding);
            }
        }
    }
}
