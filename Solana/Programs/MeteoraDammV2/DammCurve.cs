using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>Amounts against price: one range of constant liquidity, or a constant product in compounding pools.</summary>
/// <remarks>Rules: Meteora's published cp-amm SDK 1.5.0. Liquidity is Q64.64, so amounts of B are shifted by 128 bits.</remarks>
internal static class DammCurve
{
    /// <summary>What a net input gives.</summary>
    public static QuoteRefusal TryOut(DammPool pool, ulong amountIn, bool aToB, out ulong amountOut)
    {
        amountOut = 0;
        if (pool.CollectFeeMode == DammCollectFeeMode.Compounding) return TryProductOut(pool, amountIn, aToB, out amountOut);
        var refusal = CheckRange(pool);
        if (refusal != QuoteRefusal.None) return refusal;
        if (aToB)
        {
            var lower = amountIn == 0 ? pool.SqrtPrice : MulDiv.DivideCeiling(
                U256.Multiply(pool.Liquidity, pool.SqrtPrice), (U256)pool.Liquidity + U256.Multiply(pool.SqrtPrice, amountIn));
            return lower < pool.SqrtMinPrice ? QuoteRefusal.InsufficientLiquidity : AmountB(lower.Low, pool.SqrtPrice, pool.Liquidity, roundUp: false, out amountOut);
        }
        var upper = (U256)pool.SqrtPrice + ((U256)amountIn << 128) / pool.Liquidity;
        return upper > pool.SqrtMaxPrice ? QuoteRefusal.InsufficientLiquidity : AmountA(pool.SqrtPrice, upper.Low, pool.Liquidity, roundUp: false, out amountOut);
    }

    /// <summary>What a gross output costs.</summary>
    public static QuoteRefusal TryIn(DammPool pool, ulong amountOut, bool aToB, out ulong amountIn)
    {
        amountIn = 0;
        if (pool.CollectFeeMode == DammCollectFeeMode.Compounding) return TryProductIn(pool, amountOut, aToB, out amountIn);
        var refusal = CheckRange(pool);
        if (refusal != QuoteRefusal.None) return refusal;
        if (aToB)
        {
            var change = MulDiv.DivideCeiling((U256)amountOut << 128, pool.Liquidity);
            if (change > (U256)(pool.SqrtPrice - pool.SqrtMinPrice)) return QuoteRefusal.InsufficientLiquidity;
            return AmountA(pool.SqrtPrice - change.Low, pool.SqrtPrice, pool.Liquidity, roundUp: true, out amountIn);
        }
        var moved = U256.Multiply(pool.SqrtPrice, amountOut);
        if (moved >= (U256)pool.Liquidity) return QuoteRefusal.InsufficientLiquidity;
        var upper = MulDiv.DivideCeiling(U256.Multiply(pool.Liquidity, pool.SqrtPrice), (U256)pool.Liquidity - moved);
        return upper > pool.SqrtMaxPrice ? QuoteRefusal.InsufficientLiquidity : AmountB(pool.SqrtPrice, upper.Low, pool.Liquidity, roundUp: true, out amountIn);
    }

    private static QuoteRefusal CheckRange(DammPool pool)
    {
        if (pool.Liquidity == 0) return QuoteRefusal.ZeroLiquidity;
        return pool.SqrtMinPrice == 0 || pool.SqrtPrice < pool.SqrtMinPrice || pool.SqrtPrice > pool.SqrtMaxPrice || pool.SqrtMaxPrice >> 97 != 0
            ? QuoteRefusal.InconsistentState
            : QuoteRefusal.None;
    }

    /// <summary>L·(1/√lower − 1/√upper).</summary>
    private static QuoteRefusal AmountA(UInt128 lower, UInt128 upper, UInt128 liquidity, bool roundUp, out ulong amount)
    {
        var (quotient, rest) = U256.DivRem(U256.Multiply(liquidity, upper - lower), U256.Multiply(lower, upper));
        return Narrow(roundUp && !rest.IsZero ? quotient + U256.One : quotient, out amount);
    }

    /// <summary>L·(√upper − √lower).</summary>
    private static QuoteRefusal AmountB(UInt128 lower, UInt128 upper, UInt128 liquidity, bool roundUp, out ulong amount)
    {
        var product = U256.Multiply(liquidity, upper - lower);
        var whole = product >> 128;
        return Narrow(roundUp && product.Low != 0 ? whole + U256.One : whole, out amount);
    }

    private static QuoteRefusal Narrow(U256 value, out ulong amount)
    {
        amount = value.FitsUInt64 ? (ulong)value : 0;
        return value.FitsUInt64 ? QuoteRefusal.None : QuoteRefusal.Overflow;
    }

    private static QuoteRefusal TryProductOut(DammPool pool, ulong amountIn, bool aToB, out ulong amountOut)
    {
        amountOut = 0;
        var (reserveIn, reserveOut) = aToB ? (pool.AmountA, pool.AmountB) : (pool.AmountB, pool.AmountA);
        if (pool.LayoutVersion == 0) return QuoteRefusal.Unsupported;
        if (reserveIn == 0 || reserveOut == 0) return QuoteRefusal.ZeroLiquidity;
        if (amountIn > ulong.MaxValue - reserveIn) return QuoteRefusal.Overflow;
        return MulDiv.TryFloor(reserveOut, amountIn, reserveIn + amountIn, out amountOut) ? QuoteRefusal.None : QuoteRefusal.Overflow;
    }

    private static QuoteRefusal TryProductIn(DammPool pool, ulong amountOut, bool aToB, out ulong amountIn)
    {
        amountIn = 0;
        var (reserveIn, reserveOut) = aToB ? (pool.AmountA, pool.AmountB) : (pool.AmountB, pool.AmountA);
        if (pool.LayoutVersion == 0) return QuoteRefusal.Unsupported;
        if (reserveIn == 0 || reserveOut == 0) return QuoteRefusal.ZeroLiquidity;
        if (amountOut >= reserveOut) return QuoteRefusal.InsufficientLiquidity;
        return MulDiv.TryCeiling(reserveIn, amountOut, reserveOut - amountOut, out amountIn) ? QuoteRefusal.None : QuoteRefusal.Overflow;
    }
}
