using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>One stretch of a swap at constant liquidity, between two square-root prices (Q64.64).</summary>
/// <remarks>Rounding always favours the pool: what comes in is rounded up, what goes out down.</remarks>
internal readonly record struct SwapStep(ulong AmountIn, ulong AmountOut, UInt128 NextSqrtPrice, ulong Fee)
{
    /// <summary>Fees are in millionths of the input.</summary>
    public const uint FeeDenominator = 1_000_000;

    /// <param name="remaining">Input left with its fee when <paramref name="exactIn"/>, else output still wanted.</param>
    /// <param name="feeRate">Below <see cref="FeeDenominator"/>.</param>
    /// <param name="target">Where the stretch ends at the latest.</param>
    public static QuoteRefusal TryCompute(
        ulong remaining, uint feeRate, UInt128 liquidity, UInt128 current, UInt128 target, bool exactIn, bool aToB, out SwapStep step)
    {
        step = default;
        var afterFee = exactIn ? (ulong)((UInt128)remaining * (FeeDenominator - feeRate) / FeeDenominator) : remaining;

        // A full stretch may need more than 64 bits; then it is simply longer than this swap.
        var fixedIsA = aToB == exactIn;
        var whole = Delta(fixedIsA, current, target, liquidity, exactIn, out var fixedDelta);
        if (whole == DeltaOutcome.Fault) return QuoteRefusal.Overflow;

        var next = target;
        if (whole == DeltaOutcome.TooLarge || fixedDelta > afterFee)
        {
            var refusal = NextPrice(current, liquidity, afterFee, fixedIsA, exactIn, out next);
            if (refusal != QuoteRefusal.None) return refusal;
        }
        var reached = next == target;
        if (!reached || whole == DeltaOutcome.TooLarge)
            if (Delta(fixedIsA, current, next, liquidity, exactIn, out fixedDelta) != DeltaOutcome.Fits) return QuoteRefusal.Overflow;
        if (Delta(!fixedIsA, current, next, liquidity, !exactIn, out var otherDelta) != DeltaOutcome.Fits) return QuoteRefusal.Overflow;

        var (amountIn, amountOut) = exactIn ? (fixedDelta, otherDelta) : (otherDelta, fixedDelta);
        if (!exactIn) amountOut = Math.Min(amountOut, remaining);
        ulong fee;
        if (exactIn && !reached)
        {
            if (amountIn > remaining) return QuoteRefusal.Overflow;
            fee = remaining - amountIn;
        }
        else if (!MulDiv.TryCeiling(amountIn, feeRate, FeeDenominator - feeRate, out fee)) return QuoteRefusal.Overflow;
        step = new SwapStep(amountIn, amountOut, next, fee);
        return QuoteRefusal.None;
    }

    internal enum DeltaOutcome : byte { Fits, TooLarge, Fault }

    internal static DeltaOutcome Delta(bool tokenA, UInt128 from, UInt128 to, UInt128 liquidity, bool roundUp, out ulong amount)
    {
        var (lower, upper) = from < to ? (from, to) : (to, from);
        return tokenA ? DeltaA(lower, upper, liquidity, roundUp, out amount) : DeltaB(lower, upper, liquidity, roundUp, out amount);
    }

    /// <summary>L·(1/√lower − 1/√upper).</summary>
    private static DeltaOutcome DeltaA(UInt128 lower, UInt128 upper, UInt128 liquidity, bool roundUp, out ulong amount)
    {
        amount = 0;
        if (!U256.TryShiftLeft(U256.Multiply(liquidity, upper - lower), 64, out var numerator)) return DeltaOutcome.Fault;
        var (quotient, rest) = U256.DivRem(numerator, U256.Multiply(upper, lower));
        if (!quotient.FitsUInt64) return DeltaOutcome.TooLarge;
        amount = (ulong)quotient.Low;
        if (!roundUp || rest.IsZero) return DeltaOutcome.Fits;
        if (amount == ulong.MaxValue) return DeltaOutcome.TooLarge;
        amount++;
        return DeltaOutcome.Fits;
    }

    /// <summary>L·(√upper − √lower). The program multiplies in 128 bits and treats an overflow as too large.</summary>
    private static DeltaOutcome DeltaB(UInt128 lower, UInt128 upper, UInt128 liquidity, bool roundUp, out ulong amount)
    {
        amount = 0;
        var product = U256.Multiply(liquidity, upper - lower);
        if (!product.FitsUInt128) return DeltaOutcome.TooLarge;
        amount = (ulong)(product.Low >> 64);
        if (!roundUp || (ulong)product.Low == 0) return DeltaOutcome.Fits;
        if (amount == ulong.MaxValue) return DeltaOutcome.TooLarge;
        amount++;
        return DeltaOutcome.Fits;
    }

    /// <summary>The price after <paramref name="amount"/> moved: rounded up when A moved, down when B moved.</summary>
    private static QuoteRefusal NextPrice(UInt128 current, UInt128 liquidity, ulong amount, bool tokenA, bool isInput, out UInt128 next)
    {
        next = current;
        if (amount == 0) return QuoteRefusal.None;
        return tokenA ? NextPriceFromA(current, liquidity, amount, isInput, out next) : NextPriceFromB(current, liquidity, amount, isInput, out next);
    }

    private static QuoteRefusal NextPriceFromA(UInt128 current, UInt128 liquidity, ulong amount, bool isInput, out UInt128 next)
    {
        next = 0;
        if (!U256.TryShiftLeft(U256.Multiply(liquidity, current), 64, out var numerator)) return QuoteRefusal.Overflow;
        var scaled = (U256)liquidity << 64;
        var moved = U256.Multiply(current, amount);
        if (!isInput && scaled <= moved) return QuoteRefusal.InsufficientLiquidity;
        var denominator = isInput ? scaled + moved : scaled - moved;
        if (denominator.IsZero) return QuoteRefusal.ZeroLiquidity;
        var price = MulDiv.DivideCeiling(numerator, denominator);
        if (price < TickMath.MinSqrtPrice || price > TickMath.MaxSqrtPrice) return QuoteRefusal.PriceLimit;
        next = price.Low;
        return QuoteRefusal.None;
    }

    private static QuoteRefusal NextPriceFromB(UInt128 current, UInt128 liquidity, ulong amount, bool isInput, out UInt128 next)
    {
        next = 0;
        if (liquidity == 0) return QuoteRefusal.ZeroLiquidity;
        var scaled = (UInt128)amount << 64;
        var change = isInput ? scaled / liquidity : MulDiv.DivideCeiling(scaled, liquidity);
        if (isInput ? change > UInt128.MaxValue - current : change > current) return QuoteRefusal.PriceLimit;
        next = isInput ? current + change : current - change;
        return QuoteRefusal.None;
    }
}
