using Orchestrator.Domain.Markets;
using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>
/// The course of a pool's curve: one piece for each stretch between ticks, one without bend for the limit orders at a tick. A dynamic fee is
/// taken as it is at the start.
/// </summary>
internal static class ClmmShape
{
    private const double FeeDenominator = SwapStep.FeeDenominator;

    public static CurveShape Of(ClmmBook book, bool zeroForOne, ulong now, double keptIn, double keptOut)
    {
        var pool = book.Pool;
        var rate = book.Config.TradeFeeRate;
        if (pool.DynamicFee is { } dynamic)
        {
            var group = TickMath.FloorDivide(pool.TickCurrent, pool.TickSpacing);
            if (!dynamic.StartedAt(group, now).MovedTo(group).TryTotalRate(rate, pool.TickSpacing, out rate)) return CurveShape.Empty;
        }

        if (rate >= SwapStep.FeeDenominator || pool.SqrtPrice < TickMath.MinSqrtPrice || pool.SqrtPrice >= TickMath.MaxSqrtPrice) return CurveShape.Empty;
        var share = 1 - (rate / FeeDenominator);
        var onInput = pool.FeeOn == CollectFeeOn.Input || pool.FeeOn == CollectFeeOn.Token0 == zeroForOne;
        var walk = new Walk(book, zeroForOne, keptIn * (onInput ? share : 1), keptOut * (onInput ? 1 : share));
        walk.Go();
        return walk.Shape.Build();
    }

    private sealed class Walk(ClmmBook book, bool down, double kept, double given)
    {
        private double _price = LiquidityRange.SqrtPrice(book.Pool.SqrtPrice);
        private Int128 _liquidity = (Int128)book.Pool.Liquidity;

        public CurveShape.Builder Shape { get; } = new();

        public void Go()
        {
            var ordinal = TickMath.ArrayOrdinal(book.Pool.TickCurrent, book.Pool.TickSpacing);
            var found = book.Bitmap.IsSet(ordinal) || book.Bitmap.TryNext(ordinal, down, out ordinal);
            for (; found && book.ArrayAt(ordinal) is { } array && !Shape.IsFull; found = book.Bitmap.TryNext(ordinal, down, out ordinal))
            {
                var ticks = array.Ticks;
                for (var i = 0; i < ticks.Length; i++)
                {
                    ref readonly var tick = ref ticks[down ? ticks.Length - 1 - i : i];
                    if (down ? tick.Index > book.Pool.TickCurrent : tick.Index <= book.Pool.TickCurrent) continue;
                    if (!TryCross(tick)) return;
                }
            }
        }

        private bool TryCross(in ClmmTick tick)
        {
            var at = LiquidityRange.SqrtPriceAt(tick.Index);
            LiquidityRange.Add(Shape, (double)_liquidity, _price, at, down, kept, given);
            _price = at;
            if (tick.Orders > 0)
            {
                var slope = kept * given * (down ? at * at : 1 / (at * at));
                Shape.Add(tick.Orders * given / slope, slope, 0);
            }

            if (tick.HasLiquidity) _liquidity += down ? -tick.LiquidityNet : tick.LiquidityNet;
            return _liquidity >= 0;
        }
    }
}
