using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>The course of a pool's curve: one range, or a product in compounding pools. A rate limiter's fee is taken as for the smallest swap.</summary>
internal static class DammShape
{
    private static readonly double LiquidityUnit = Math.Pow(2, 64);

    public static CurveShape Of(DammPool pool, bool aToB, in ChainClock clock, double keptIn, double keptOut)
    {
        var point = pool.CountsTime ? (ulong)Math.Max(0, clock.UnixTime) : clock.Slot;
        if (!pool.IsEnabled || point < pool.ActivationPoint || !DammFee.TryRate(pool, point, aToB, 1, included: true, out var rate)) return CurveShape.Empty;
        var share = 1 - ((double)rate / DammBaseFee.Denominator);
        var onInput = DammSwap.IsFeeOnInput(pool, aToB);
        var kept = keptIn * (onInput ? share : 1);
        var given = keptOut * (onInput ? 1 : share);
        var shape = new CurveShape.Builder();
        if (pool.CollectFeeMode == DammCollectFeeMode.Compounding)
        {
            var (reserveIn, reserveOut) = aToB ? (pool.AmountA, pool.AmountB) : (pool.AmountB, pool.AmountA);
            shape.AddProduct(reserveIn, reserveOut, double.PositiveInfinity, kept, given);
        }
        else if (pool.SqrtMinPrice > 0 && pool.SqrtPrice >= pool.SqrtMinPrice && pool.SqrtPrice <= pool.SqrtMaxPrice)
        {
            var end = aToB ? pool.SqrtMinPrice : pool.SqrtMaxPrice;
            // Liquidity is Q64.64 as well.
            LiquidityRange.Add(
                shape, (double)pool.Liquidity / LiquidityUnit, LiquidityRange.SqrtPrice(pool.SqrtPrice), LiquidityRange.SqrtPrice(end), aToB, kept, given);
        }

        return shape.Build();
    }
}
