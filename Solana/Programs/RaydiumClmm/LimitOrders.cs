using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>What a swap takes from the limit orders that wait at a tick.</summary>
/// <param name="AmountIn">Base units without the fee.</param>
/// <param name="AmountOut">Base units after a fee on the output.</param>
/// <param name="Left">Base units that the orders still sell.</param>
internal readonly record struct OrderFill(ulong AmountIn, ulong AmountOut, ulong Fee, ulong Left)
{
    private const int Resolution = 64;
    private const uint Denominator = SwapStep.FeeDenominator;

    /// <summary>Fills at the tick's own price. False when the program itself would overflow.</summary>
    /// <remarks>Source: raydium-io/raydium-clmm, states/tick_array.rs, match_limit_order_with_sqrt_price at 03b44b7f.</remarks>
    public static bool TryFill(
        ulong orders, ulong remaining, UInt128 sqrtPrice, uint feeRate, bool exactIn, bool zeroForOne, bool feeOnInput, out OrderFill fill)
    {
        fill = new OrderFill(0, 0, 0, orders);
        if (remaining == 0 || orders == 0) return true;
        // Token 1 per token 0; rounded against the trader.
        var squared = U256.Multiply(sqrtPrice, sqrtPrice);
        if (!zeroForOne) squared += (U256)ulong.MaxValue;
        var priceWide = squared >> Resolution;
        if (!priceWide.FitsUInt128) return false;
        var price = (UInt128)priceWide;
        ulong amountIn, gross, fee;
        var known = exactIn
            ? TryIn(orders, remaining, price, feeRate, zeroForOne, feeOnInput, out amountIn, out gross, out fee)
            : TryOut(orders, remaining, price, feeRate, zeroForOne, feeOnInput, out amountIn, out gross, out fee);
        if (!known) return false;
        var net = gross;
        if (!feeOnInput)
        {
            if (!MulDiv.TryCeiling(gross, feeRate, Denominator, out fee)) return false;
            net = gross - fee;
        }
        fill = new OrderFill(amountIn, net, fee, orders - gross);
        return true;
    }

    private static bool TryIn(
        ulong orders, ulong remaining, UInt128 price, uint feeRate, bool zeroForOne, bool feeOnInput, out ulong amountIn, out ulong gross, out ulong fee)
    {
        (amountIn, gross, fee) = (remaining, 0, 0);
        if (feeOnInput && !MulDiv.TryCeiling(remaining, feeRate, Denominator, out fee)) return false;
        amountIn = remaining - fee;
        var q64 = UInt128.One << Resolution;
        if (!(zeroForOne ? MulDiv.TryFloor(amountIn, price, q64, out var matched) : MulDiv.TryFloor(amountIn, q64, price, out matched))) return false;
        if (matched <= orders)
        {
            gross = (ulong)matched;
            return true;
        }
        gross = orders;
        return TryInputFor(orders, price, zeroForOne, out amountIn)
            && (!feeOnInput || MulDiv.TryCeiling(amountIn, feeRate, Denominator - feeRate, out fee));
    }

    private static bool TryOut(
        ulong orders, ulong remaining, UInt128 price, uint feeRate, bool zeroForOne, bool feeOnInput, out ulong amountIn, out ulong gross, out ulong fee)
    {
        (amountIn, fee) = (0, 0);
        gross = Math.Min(remaining, orders);
        if (!feeOnInput)
        {
            if (!MulDiv.TryCeiling(gross, Denominator, Denominator - feeRate, out var withFee)) return false;
            gross = Math.Min(withFee, orders);
        }
        return TryInputFor(gross, price, zeroForOne, out amountIn)
            && (!feeOnInput || MulDiv.TryCeiling(amountIn, feeRate, Denominator - feeRate, out fee));
    }

    private static bool TryInputFor(ulong amountOut, UInt128 price, bool zeroForOne, out ulong amountIn)
    {
        var q64 = UInt128.One << Resolution;
        var known = zeroForOne ? MulDiv.TryCeiling(amountOut, q64, price, out var wide) : MulDiv.TryCeiling(amountOut, price, q64, out wide);
        amountIn = known && wide <= ulong.MaxValue ? (ulong)wide : 0;
        return known && wide <= ulong.MaxValue;
    }
}
