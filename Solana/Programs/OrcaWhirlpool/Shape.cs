using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>The course of a Whirlpool's curve: one piece for each stretch of constant liquidity and fee, walked like a swap.</summary>
internal static class WhirlpoolShape
{
    /// <summary>Fee groups without liquidity add no piece, so they are counted on their own.</summary>
    private const int StepsMax = 2_048;

    public static CurveShape Of(
        Whirlpool pool, ReadOnlySpan<TickArray> arrays, WhirlpoolOracle? oracle, bool aToB, long unixTime, double keptIn, double keptOut)
    {
        if (FeeSchedule.TryStart(pool, oracle, aToB, unixTime, out var fees) != QuoteRefusal.None) return CurveShape.Empty;
        var ticks = TickArraySequence.Of(arrays, pool.TickCurrentIndex, pool.TickSpacing, aToB);
        return fees.FixedRate is { } rate
            ? WithFixedFee(pool, ticks, aToB, keptIn * (1 - ((double)rate / SwapStep.FeeDenominator)), keptOut)
            : WithRisingFee(pool, ticks, fees, aToB, keptIn, keptOut);
    }

    /// <summary>Only ticks bound the stretches. Their prices are worked out in floating point: hundreds of them are walked whenever a pool changes.</summary>
    private static CurveShape WithFixedFee(Whirlpool pool, in TickArraySequence ticks, bool aToB, double kept, double given)
    {
        var shape = new CurveShape.Builder();
        var end = aToB ? TickMath.MinTick : TickMath.MaxTick;
        var (price, liquidity, tick, array) = (LiquidityRange.SqrtPrice(pool.SqrtPrice), pool.Liquidity, pool.TickCurrentIndex, 0);
        for (var steps = 0; steps < StepsMax && !shape.IsFull && ticks.TryNext(tick, array, out var foundIn, out var next); steps++)
        {
            // A state whose price lies beyond its tick is none that the program wrote.
            if (steps == 0 && (aToB ? TickMath.SqrtPriceAt(next) > pool.SqrtPrice : TickMath.SqrtPriceAt(next) < pool.SqrtPrice)) break;
            var tickPrice = LiquidityRange.SqrtPriceAt(next);
            LiquidityRange.Add(shape, (double)liquidity, price, tickPrice, aToB, kept, given);
            if (next == end || !TryCross(ticks, foundIn, next, aToB, ref liquidity)) break;
            (price, array, tick) = (tickPrice, ticks.AfterReaching(foundIn, next), aToB ? next - 1 : next);
        }

        return shape.Build();
    }

    private static CurveShape WithRisingFee(Whirlpool pool, in TickArraySequence ticks, FeeSchedule fees, bool aToB, double keptIn, double keptOut)
    {
        var limit = aToB ? TickMath.MinSqrtPrice : TickMath.MaxSqrtPrice;
        var shape = new CurveShape.Builder();
        var (price, liquidity, tick, array, steps) = (pool.SqrtPrice, pool.Liquidity, pool.TickCurrentIndex, 0, 0);
        while (price != limit && ++steps <= StepsMax && ticks.TryNext(tick, array, out var foundIn, out var next))
        {
            var tickPrice = TickMath.SqrtPriceAt(next);
            // A price beside its tick would walk for ever.
            if (aToB ? tickPrice > price : tickPrice < price) break;
            while (price != tickPrice)
            {
                if (shape.IsFull || ++steps > StepsMax) return shape.Build();
                var share = 1 - ((double)fees.NextRate() / SwapStep.FeeDenominator);
                var (bounded, skips) = fees.Bound(tickPrice, liquidity);
                if (aToB ? bounded > price : bounded < price) return shape.Build();
                LiquidityRange.Add(
                    shape, (double)liquidity, LiquidityRange.SqrtPrice(price), LiquidityRange.SqrtPrice(bounded), aToB, keptIn * share, keptOut);
                price = bounded;
                fees.Advance(skips, price, tickPrice, next);
            }

            if (!TryCross(ticks, foundIn, next, aToB, ref liquidity)) break;
            array = ticks.AfterReaching(foundIn, next);
            tick = aToB ? next - 1 : next;
        }

        return shape.Build();
    }

    /// <returns>False when more liquidity would leave than there is.</returns>
    private static bool TryCross(in TickArraySequence ticks, int array, int tick, bool aToB, ref UInt128 liquidity)
    {
        if (!ticks.TryLiquidityNet(array, tick, out var net)) return true;
        var after = (Int128)liquidity + (aToB ? -net : net);
        if (after < 0) return false;
        liquidity = (UInt128)after;
        return true;
    }
}
