using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>A swap within one stretch of equal liquidity.</summary>
/// <param name="AmountIn">Base units without the fee.</param>
/// <param name="AmountOut">Base units after a fee on the output.</param>
/// <param name="Fee">Base units of the side the fee is taken from.</param>
internal readonly record struct SwapStep(UInt128 SqrtPriceNext, ulong AmountIn, ulong AmountOut, ulong Fee)
{
    public const uint FeeDenominator = 1_000_000;

    private const int Resolution = 64;

    /// <summary>Swaps towards the target price. False when the program itself would overflow.</summary>
    /// <remarks>Source: raydium-io/raydium-clmm, programs/amm/src/libraries/swap_math.rs at 03b44b7f.</remarks>
    public static bool TryCompute(
        UInt128 current, UInt128 target, UInt128 liquidity, ulong remaining, uint feeRate, bool exactIn, bool zeroForOne, bool feeOnInput, out SwapStep step)
    {
        step = default;
        if (!TryGross(remaining, feeRate, exactIn, feeOnInput, out var driving)) return false;
        var atTarget = Amounts(target, current, liquidity, zeroForOne, out var amountIn, out var amountOut);
        if (atTarget == Reach.Overflow) return false;
        var next = target;
        // A target that takes more than any swap has is not reached; nor is one that takes more than this swap has.
        if (atTarget == Reach.TooFar || driving < (exactIn ? amountIn : amountOut))
        {
            if (!TryNextPrice(current, liquidity, driving, exactIn, zeroForOne, out next)
                || Amounts(next, current, liquidity, zeroForOne, out amountIn, out amountOut) != Reach.Fits
                || (zeroForOne ? next < target : next > target)) return false;
        }
        return exactIn
            ? TryFinishExactIn(next, target, remaining, feeRate, feeOnInput, amountIn, amountOut, out step)
            : TryFinishExactOut(next, remaining, feeRate, feeOnInput, amountIn, amountOut, out step);
    }

    private static bool TryGross(ulong remaining, uint feeRate, bool exactIn, bool feeOnInput, out ulong gross)
    {
        gross = remaining;
        if (exactIn) return !feeOnInput || MulDiv.TryFloor(remaining, FeeDenominator - feeRate, FeeDenominator, out gross);
        return feeOnInput || MulDiv.TryCeiling(remaining, FeeDenominator, FeeDenominator - feeRate, out gross);
    }

    private static bool TryFinishExactIn(
        UInt128 next, UInt128 target, ulong remaining, uint feeRate, bool feeOnInput, ulong amountIn, ulong amountOut, out SwapStep step)
    {
        step = default;
        ulong fee;
        if (feeOnInput)
        {
            if (next != target)
            {
                if (amountIn > remaining) return false;
                fee = remaining - amountIn;
            }
            else if (!MulDiv.TryCeiling(amountIn, feeRate, FeeDenominator - feeRate, out fee)) return false;
        }
        else
        {
            if (!MulDiv.TryCeiling(amountOut, feeRate, FeeDenominator, out fee)) return false;
            amountOut -= fee;
            // What is too little to move the price is charged too, or the swap would never end.
            if (next != target) amountIn = remaining;
        }
        step = new SwapStep(next, amountIn, amountOut, fee);
        return true;
    }

    private static bool TryFinishExactOut(UInt128 next, ulong remaining, uint feeRate, bool feeOnInput, ulong amountIn, ulong amountOut, out SwapStep step)
    {
        step = default;
        if (feeOnInput)
        {
            if (!MulDiv.TryCeiling(amountIn, feeRate, FeeDenominator - feeRate, out var onInput)) return false;
            step = new SwapStep(next, amountIn, Math.Min(amountOut, remaining), onInput);
            return true;
        }
        if (!MulDiv.TryCeiling(amountOut, feeRate, FeeDenominator, out var fee)) return false;
        var net = amountOut - fee;
        if (net > remaining)
        {
            fee = amountOut - remaining;
            net = remaining;
        }
        step = new SwapStep(next, amountIn, net, fee);
        return true;
    }

    private enum Reach : byte { Fits, TooFar, Overflow }

    /// <summary>Input (rounded up) and output (rounded down) between two prices.</summary>
    private static Reach Amounts(UInt128 a, UInt128 b, UInt128 liquidity, bool zeroForOne, out ulong amountIn, out ulong amountOut)
    {
        amountIn = amountOut = 0;
        if (a > b) (a, b) = (b, a);
        if (a == 0) return Reach.Overflow;
        var token1Scaled = U256.Multiply(liquidity, b - a);
        if (!U256.TryMulDiv(token1Scaled, UInt128.One << Resolution, U256.Multiply(a, b), roundUp: zeroForOne, out var token0)) return Reach.Overflow;
        if (!zeroForOne && !U256.TryAdd(token1Scaled, ulong.MaxValue, out token1Scaled)) return Reach.Overflow;
        var token1 = token1Scaled >> Resolution;
        if (!token0.FitsUInt64 || !token1.FitsUInt64) return Reach.TooFar;
        (amountIn, amountOut) = zeroForOne ? ((ulong)token0, (ulong)token1) : ((ulong)token1, (ulong)token0);
        return Reach.Fits;
    }

    private static bool TryNextPrice(UInt128 price, UInt128 liquidity, ulong amount, bool exactIn, bool zeroForOne, out UInt128 next)
    {
        next = 0;
        if (price < TickMath.MinSqrtPrice || price >= TickMath.MaxSqrtPrice || liquidity == 0) return false;
        // Token 0 moves when it goes in or comes out; the other amount moves token 1.
        return zeroForOne == exactIn
            ? TryNextFromToken0(price, liquidity, amount, exactIn, out next)
            : TryNextFromToken1(price, liquidity, amount, exactIn, out next);
    }

    /// <summary>√P·L / (L ± Δx·√P), rounded up.</summary>
    private static bool TryNextFromToken0(UInt128 price, UInt128 liquidity, ulong amount, bool add, out UInt128 next)
    {
        next = price;
        if (amount == 0) return true;
        var scaled = new U256(0, liquidity) << Resolution;
        var product = U256.Multiply(price, amount);
        if (!add && product > scaled) return false;
        var denominator = add ? scaled + product : scaled - product;
        if (!U256.TryMulDiv(scaled, price, denominator, roundUp: true, out var result) || !result.FitsUInt128) return false;
        next = (UInt128)result;
        return true;
    }

    /// <summary>√P ± Δy/L, rounded down.</summary>
    private static bool TryNextFromToken1(UInt128 price, UInt128 liquidity, ulong amount, bool add, out UInt128 next)
    {
        next = price;
        if (amount == 0) return true;
        var scaled = (UInt128)amount << Resolution;
        if (add)
        {
            next = unchecked(price + scaled / liquidity);
            return next >= price;
        }
        var quotient = MulDiv.DivideCeiling(scaled, liquidity);
        if (quotient > price) return false;
        next = price - quotient;
        return true;
    }
}
