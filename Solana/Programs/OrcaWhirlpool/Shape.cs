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

            if (ticks.TryLiquidityNet(foundIn, next, out var net))
            {
                var after = (Int128)liquidity + (aToB ? -net : net);
                if (after < 0) break;
                liquidity = (UInt128)after;
            }

            array = ticks.AfterReaching(foundIn, next);
            tick = aToB ? next - 1 : next;
        }

        return shape.Build();
    }
}
