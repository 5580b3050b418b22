using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.MeteoraDammV2;
using Orchestrator.Solana.Programs.MeteoraDlmm;
using Orchestrator.Solana.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Programs.RaydiumClmm;
using Orchestrator.Solana.Tests.Programs.MeteoraDammV2;
using Orchestrator.Solana.Tests.Programs.MeteoraDlmm;
using Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;
using Orchestrator.Solana.Tests.Programs.RaydiumClmm;

namespace Orchestrator.Solana.Tests.Markets;

/// <summary>The course that a search walks on must be the course of the exact quotes.</summary>
public sealed class ShapeTests
{
    /// <summary>Rounding takes a base unit or two a step on either side; only amounts that are large beside that are compared.</summary>
    private const ulong OutputMin = 10_000_000;

    [Fact]
    public void A_whirlpools_shape_follows_its_quotes()
    {
        var compared = 0;
        Gen.Select(RandomPool.Any, RandomPool.Amounts, Gen.Bool).Sample((pool, amount, aToB) =>
        {
            if (pool.Swap(amount, true, aToB, out _) is not { } exact || exact.AmountIn < amount || exact.AmountOut < OutputMin) return;
            var shape = WhirlpoolShape.Of(pool.State, Pools.Arrays(pool.State, aToB, pool.Net), pool.Oracle, aToB, pool.Now, 1, 1);
            if (AssertFollows(shape, amount, exact.AmountOut)) Interlocked.Increment(ref compared);
        }, iter: 12_000);
        Assert.True(compared > 300, $"only {compared} compared");
    }

    [Fact]
    public void A_pairs_shape_follows_its_quotes()
    {
        var compared = 0;
        Gen.Select(RandomPair.Any, RandomPair.Amounts, Gen.Bool).Sample((pair, amount, xToY) =>
        {
            if (pair.Swap(amount, true, xToY, out _) is not { } exact || exact.AmountOut < OutputMin) return;
            var shape = DlmmShape.Of(pair.State, BinArrayMap.Of(pair.State), pair.Arrays, xToY, new ChainClock(1, 1, pair.Now), 1, 1);
            if (AssertFollows(shape, amount, exact.AmountOut)) Interlocked.Increment(ref compared);
        }, iter: 12_000);
        Assert.True(compared > 300, $"only {compared} compared");
    }

    [Fact]
    public void A_damm_pools_shape_follows_its_quotes_where_no_limiter_looks_at_the_amount()
    {
        var compared = 0;
        Gen.Select(RandomDamm.Any, RandomDamm.Amounts, Gen.Bool).Sample((pool, amount, aToB) =>
        {
            var clock = new ChainClock(pool.Now, 1, (long)pool.Now);
            var state = pool.State;
            if (pool.Swap(amount, true, aToB, out _) is not { } exact || exact.AmountOut < OutputMin) return;
            if (state.BaseFee.IsLimiting(aToB, pool.Now, state.ActivationPoint)) return;
            if (AssertFollows(DammShape.Of(state, aToB, clock, 1, 1), amount, exact.AmountOut)) Interlocked.Increment(ref compared);
        }, iter: 12_000);
        Assert.True(compared > 300, $"only {compared} compared");
    }

    [Fact]
    public void A_clmm_pools_shape_follows_its_quotes_over_ticks_and_orders()
    {
        var compared = 0;
        Gen.Select(Gen.Int[-40, 40], Gen.ULong[1_000_000_000_000, 90_000_000_000_000], Gen.ULong[1_000_000, 60_000_000_000], Gen.Bool).Sample((tick, liquidity, amount, down) =>
        {
            var pool = new MadePool().With(-3_000, 3_000, liquidity).With(tick * 10 - 200, tick * 10 + 200, liquidity * 2).WithOrders(tick * 10, 5_000_000);
            var made = pool.Quick();
            var clock = new ChainClock(1, 1, 1_700_000_000);
            var quote = made.QuoteExactIn(down ? MadePool.Mint0 : MadePool.Mint1, amount, clock);
            if (quote.IsRefused || quote.AmountOut < OutputMin) return;
            if (AssertFollows(made.Shape(down, clock), amount, quote.AmountOut)) Interlocked.Increment(ref compared);
        }, iter: 1_000);
        Assert.True(compared > 300, $"only {compared} compared");
    }

    private static bool AssertFollows(CurveShape shape, ulong amount, ulong exact)
    {
        if (amount < OutputMin) return false;
        double left = amount, output = 0;
        foreach (var piece in shape.Pieces)
        {
            var part = Math.Min(left, piece.Length);
            output += piece.Slope * part / (1 + (piece.Bend * part));
            left -= part;
            if (left <= 0) break;
        }

        // A shape may end before the swap does: then it proposes less, never more.
        if (left > amount * 1e-9) { Assert.True(output <= exact * 1.001); return false; }
        Assert.True(Math.Abs(output - exact) <= (exact * 0.0005) + 2_000, $"{output:F0} by the shape, {exact} exact, {shape.Pieces.Length} pieces");
        return true;
    }
}
