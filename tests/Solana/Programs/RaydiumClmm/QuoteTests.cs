using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.RaydiumClmm;

namespace Orchestrator.Solana.Tests.Programs.RaydiumClmm;

public sealed class QuoteTests
{
    private static readonly ChainClock Clock = new(1, 1, 1_700_000_000);

    /// <summary>A few positions around a random price, in a pool with or without the features of 2026.</summary>
    internal static readonly Gen<MadePool> Pools =
        from spacing in Gen.Int[0, 3].Select(i => (ushort)new[] { 1, 10, 60, 120 }[i])
        from tick in Gen.Int[-100_000, 100_000]
        from offset in Gen.Double[0, 1]
        from fee in Gen.Int[0, 3].Select(i => new uint[] { 0, 100, 2_500, 10_000 }[i])
        from positions in Gen.Select(Gen.Int[-300, 300], Gen.Int[1, 400], Gen.Int[10, 90]).Array[1, 6]
        from orders in Gen.Select(Gen.Int[-30, 30], Gen.ULong[1, 1_000_000_000_000]).Array[0, 2]
        from feeOn in Gen.Byte[0, 2]
        from dynamic in Gen.Select(Gen.Bool, Gen.UInt[1, 50_000], Gen.UInt[1, 500_000], Gen.Int[-20, 20])
        select Make(spacing, tick, offset, fee, positions, orders, feeOn, dynamic.Item1 ? DynamicBytes(dynamic.Item2, dynamic.Item3, tick / spacing + dynamic.Item4) : null);

    private static readonly Gen<ulong> Amount = Gen.OneOf(Gen.ULong[1, 1_000], Gen.ULong[1, 1_000_000_000], Gen.ULong[1, 1_000_000_000_000_000], Gen.ULong);

    [Fact]
    public void A_swap_within_one_range_follows_the_curve()
    {
        var pool = new MadePool { FeeRate = 0 }.With(-6_000, 6_000, 1_000_000_000_000).Read();
        // Price 1, liquidity L: in x of token 0 gives L·x/(L+x) of token 1.
        var down = pool.QuoteExactIn(MadePool.Mint0, 1_000_000_000, Clock);
        Assert.InRange((long)down.AmountOut - 999_000_999, -1, 0);
        var up = pool.QuoteExactIn(MadePool.Mint1, 1_000_000_000, Clock);
        Assert.InRange((long)up.AmountOut - 999_000_999, -1, 0);
        Assert.InRange(down.PriceImpactBps, 9.99m, 10m);
    }

    [Fact]
    public void Crossing_a_tick_takes_over_its_liquidity()
    {
        var narrow = new MadePool { FeeRate = 0 }.With(-6_000, 6_000, 1_000_000).With(-20, 20, 9_000_000).Read();
        var only = new MadePool { FeeRate = 0 }.With(-6_000, 6_000, 1_000_000).Read();
        // The narrow position holds about 9,000 of token 1 down to tick −20; behind it the wide one is alone.
        var shallow = narrow.QuoteExactIn(MadePool.Mint0, 9_000, Clock);
        var deep = narrow.QuoteExactIn(MadePool.Mint0, 100_000, Clock);
        Assert.Equal(8_991UL, shallow.AmountOut);
        Assert.True(deep.AmountOut - only.QuoteExactIn(MadePool.Mint0, 90_990, Clock).AmountOut is > 8_900 and < 9_200, deep.ToString());
        Assert.True(deep.PriceImpactBps > shallow.PriceImpactBps);
    }

    [Fact]
    public void Orders_at_a_tick_are_filled_at_its_price_before_it_is_crossed()
    {
        var without = new MadePool { FeeRate = 0 }.With(-6_000, 6_000, 1_000_000_000).Read();
        // Orders sell token 0 above the price; the swap up meets them at tick 100: 1.0001^100 = 1.010049….
        var with = new MadePool { FeeRate = 0 }.With(-6_000, 6_000, 1_000_000_000).WithOrders(100, 5_000_000).Read();
        var reach = without.QuoteExactIn(MadePool.Mint1, 5_012_000, Clock).AmountOut;
        var filled = with.QuoteExactIn(MadePool.Mint1, 5_012_000 + 1_010_049, Clock).AmountOut;
        Assert.InRange((long)(filled - reach), 999_990, 1_000_010);
        Assert.Equal(with.QuoteExactIn(MadePool.Mint1, 1_000_000, Clock).AmountOut, without.QuoteExactIn(MadePool.Mint1, 1_000_000, Clock).AmountOut);
    }

    [Fact]
    public void A_swap_there_and_back_never_gains() => Gen.Select(Pools, Amount, Gen.Bool).Sample((made, amount, zeroForOne) =>
    {
        var (mintIn, mintOut) = zeroForOne ? (MadePool.Mint0, MadePool.Mint1) : (MadePool.Mint1, MadePool.Mint0);
        var pool = made.Quick();
        var there = pool.QuoteExactIn(mintIn, amount, Clock);
        // Asking how little buys it back from the same price must never cost less than what came out.
        if (there.IsRefused) return;
        var back = pool.QuoteExactOut(mintOut, amount, Clock);
        if (!back.IsRefused) Assert.True(back.AmountIn >= there.AmountOut, $"{there} {back}");
    }, iter: 500);

    [Fact]
    public void More_in_never_gives_less_out() => Gen.Select(Pools, Amount, Amount, Gen.Bool).Sample((made, a, b, zeroForOne) =>
    {
        var mint = zeroForOne ? MadePool.Mint0 : MadePool.Mint1;
        var pool = made.Quick();
        var less = pool.QuoteExactIn(mint, Math.Min(a, b), Clock);
        var more = pool.QuoteExactIn(mint, Math.Max(a, b), Clock);
        if (!less.IsRefused && !more.IsRefused) Assert.True(less.AmountOut <= more.AmountOut, $"{less} {more}");
    }, iter: 500);

    [Fact]
    public void What_exact_out_asks_for_delivers_nearly_that() => Gen.Select(Pools, Amount, Gen.Bool).Sample((made, amount, zeroForOne) =>
    {
        var mint = zeroForOne ? MadePool.Mint0 : MadePool.Mint1;
        var pool = made.Quick();
        var quote = pool.QuoteExactOut(mint, amount, Clock);
        if (quote.IsRefused) return;
        Assert.Equal(amount, quote.AmountOut);
        Assert.True(quote.FeeIn == 0 || quote.FeeOut == 0);
        Assert.InRange(quote.PriceImpactBps, 0m, 10_000m);
    }, iter: 500);

    [Fact]
    public void Any_amount_on_any_pool_gives_a_value_or_a_named_refusal() => Gen.Select(Pools, Amount, Gen.Bool, Gen.Bool).Sample((made, amount, zeroForOne, exactIn) =>
    {
        var mint = zeroForOne ? MadePool.Mint0 : MadePool.Mint1;
        var pool = made.Quick();
        var quote = exactIn ? pool.QuoteExactIn(mint, amount, Clock) : pool.QuoteExactOut(mint, amount, Clock);
        Assert.True(Enum.IsDefined(quote.Refusal));
        if (!quote.IsRefused) Assert.True(quote.AmountIn > 0 && quote.AmountOut > 0);
    }, iter: 500);

    [Fact]
    public void Refusals_are_named()
    {
        MadePool Plain(byte status = 0, ulong openTime = 0) => new MadePool { Status = status, OpenTime = openTime }.With(-600, 600, 1_000_000);
        Assert.Equal(QuoteRefusal.ZeroAmount, Plain().Read().QuoteExactIn(MadePool.Mint0, 0, Clock).Refusal);
        Assert.Equal(QuoteRefusal.ZeroAmount, Plain().Read().QuoteExactOut(MadePool.Mint0, 0, Clock).Refusal);
        Assert.Equal(QuoteRefusal.SwapDisabled, Plain(status: 16).Read().QuoteExactIn(MadePool.Mint0, 5, Clock).Refusal);
        Assert.Equal(QuoteRefusal.NotYetOpen, Plain(openTime: 1_700_000_000).Read().QuoteExactIn(MadePool.Mint0, 500, Clock).Refusal);
        Assert.Equal(QuoteRefusal.None, Plain(openTime: 1_699_999_999).Read().QuoteExactIn(MadePool.Mint0, 500, Clock).Refusal);
        Assert.Equal(QuoteRefusal.WrongMint, Plain().Read().QuoteExactIn(MadePool.Vault0, 5, Clock).Refusal);
        Assert.Equal(QuoteRefusal.AmountTooSmall, Plain().Read().QuoteExactIn(MadePool.Mint0, 1, Clock).Refusal);
        Assert.Equal(QuoteRefusal.InsufficientLiquidity, Plain().Read().QuoteExactIn(MadePool.Mint0, ulong.MaxValue, Clock).Refusal);
        Assert.Equal(QuoteRefusal.InsufficientLiquidity, Plain().Read().QuoteExactOut(MadePool.Mint0, 1_000_000_000, Clock).Refusal);
        Assert.Equal(QuoteRefusal.InsufficientLiquidity, new MadePool().Read().QuoteExactIn(MadePool.Mint0, 5_000, Clock).Refusal);
        Assert.Equal(QuoteRefusal.InsufficientLiquidity, new MadePool().With(600, 1_200, 1_000_000).Read().QuoteExactIn(MadePool.Mint0, 5_000, Clock).Refusal);
    }

    [Fact]
    public void An_array_that_is_out_of_sight_is_missing_not_guessed()
    {
        var made = new MadePool { Spacing = 10 };
        for (var i = 0; i < 8; i++) made.With(-600 * (i + 1), 600 * (i + 1), 1_000_000);
        RaydiumClmmPool near = made.Read(), whole = made.Quick();
        // Eight positions hold 1e6 · (1 − 1.0001^(−300·(i+1))) of token 1 each below the price, 993,000 in all; five arrays reach 843,000 of it.
        Assert.Equal(QuoteRefusal.None, whole.QuoteExactOut(MadePool.Mint0, 950_000, Clock).Refusal);
        Assert.Equal(QuoteRefusal.MissingAccount, near.QuoteExactOut(MadePool.Mint0, 950_000, Clock).Refusal);
        Assert.Equal(whole.QuoteExactOut(MadePool.Mint0, 100_000, Clock), near.QuoteExactOut(MadePool.Mint0, 100_000, Clock));
        Assert.Equal(QuoteRefusal.InsufficientLiquidity, whole.QuoteExactOut(MadePool.Mint0, 1_400_000, Clock).Refusal);
    }

    [Fact]
    public void Quotes_allocate_nothing()
    {
        var pool = new MadePool { DynamicFee = DynamicBytes(10_000, 300_000, 0) }.With(-6_000, 6_000, 1_000_000_000_000).With(-20, 20, 9_000_000_000).WithOrders(40, 5_000).Read();
        Run(pool);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(pool);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Run(RaydiumClmmPool pool)
        {
            for (var i = 1UL; i < 50; i++)
            {
                Assert.False(pool.QuoteExactIn(MadePool.Mint1, i * 100_003_000, Clock).IsRefused);
                Assert.False(pool.QuoteExactOut(MadePool.Mint0, i * 100_003, Clock).IsRefused);
            }
        }
    }

    internal static byte[] DynamicBytes(uint control, uint maximum, int reference)
    {
        var data = new byte[80];
        BitConverter.TryWriteBytes(data.AsSpan(0), (ushort)30);
        BitConverter.TryWriteBytes(data.AsSpan(2), (ushort)600);
        BitConverter.TryWriteBytes(data.AsSpan(4), (ushort)5_000);
        BitConverter.TryWriteBytes(data.AsSpan(6), control);
        BitConverter.TryWriteBytes(data.AsSpan(10), maximum);
        BitConverter.TryWriteBytes(data.AsSpan(14), reference);
        BitConverter.TryWriteBytes(data.AsSpan(22), maximum / 2);
        BitConverter.TryWriteBytes(data.AsSpan(26), (ulong)Clock.UnixTime - 10);
        return data;
    }

    private static MadePool Make(
        ushort spacing, int tick, double offset, uint fee, (int, int, int)[] positions, (int, ulong)[] orders, byte feeOn, byte[]? dynamic)
    {
        UInt128 low = TickMath.SqrtPriceAt(tick), high = TickMath.SqrtPriceAt(tick + 1);
        var made = new MadePool { Spacing = spacing, FeeRate = fee, FeeOn = feeOn, DynamicFee = dynamic, SqrtPrice = low + (UInt128)((double)(high - low) * offset * 0.999) };
        var at = tick / spacing;
        foreach (var (lower, width, bits) in positions) made.With((at + lower) * spacing, (at + lower + width) * spacing, UInt128.One << bits);
        foreach (var (place, amount) in orders) if (place != 0) made.WithOrders((at + place) * spacing, amount);
        return made;
    }
}
