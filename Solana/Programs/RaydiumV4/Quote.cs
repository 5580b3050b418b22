using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.RaydiumV4;

/// <summary>The pool's swap arithmetic on reserves: a constant product with the fee on the input.</summary>
/// <remarks>
/// Source: raydium-io/raydium-amm, program/src/processor.rs and math.rs. In: fee = ceil(in·n/d), out = floor(y·net/(x+net)).
/// Out: net = ceil(x·out/(y−out)), in = ceil(net·d/(d−n)).
/// </remarks>
public static class RaydiumV4Quote
{
    /// <param name="reserveIn">Vault amount less what belongs to the protocol, base units.</param>
    /// <param name="reserveOut">Vault amount less what belongs to the protocol, base units.</param>
    public static QuoteResult ExactIn(ulong amountIn, ulong reserveIn, ulong reserveOut, ulong feeNumerator, ulong feeDenominator)
    {
        var refusal = Check(amountIn, reserveIn, reserveOut, feeNumerator, feeDenominator);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (amountIn > ulong.MaxValue - reserveIn) return QuoteResult.Refused(QuoteRefusal.Overflow, "The vault would hold more than 2^64 − 1.");
        if (!MulDiv.TryCeiling(amountIn, feeNumerator, feeDenominator, out var fee)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        var net = amountIn - fee;
        if (!MulDiv.TryFloor(reserveOut, net, reserveIn + net, out var amountOut)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        if (amountOut == 0) return QuoteResult.Refused(QuoteRefusal.AmountTooSmall);
        return new QuoteResult
        {
            AmountIn = amountIn, AmountOut = amountOut, FeeIn = fee,
            PriceImpactBps = PriceImpact.ConstantProductBps(net, reserveIn, reserveOut, amountOut),
        };
    }

    /// <inheritdoc cref="ExactIn"/>
    public static QuoteResult ExactOut(ulong amountOut, ulong reserveIn, ulong reserveOut, ulong feeNumerator, ulong feeDenominator)
    {
        var refusal = Check(amountOut, reserveIn, reserveOut, feeNumerator, feeDenominator);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (amountOut >= reserveOut) return QuoteResult.Refused(QuoteRefusal.InsufficientLiquidity);
        if (!MulDiv.TryCeiling(reserveIn, amountOut, reserveOut - amountOut, out var net)
            || !MulDiv.TryCeiling(net, feeDenominator, feeDenominator - feeNumerator, out var amountIn)
            || amountIn > ulong.MaxValue - reserveIn) return QuoteResult.Refused(QuoteRefusal.Overflow);
        return new QuoteResult
        {
            AmountIn = amountIn, AmountOut = amountOut, FeeIn = amountIn - net,
            PriceImpactBps = PriceImpact.ConstantProductBps(net, reserveIn, reserveOut, amountOut),
        };
    }

    private static QuoteRefusal Check(ulong amount, ulong reserveIn, ulong reserveOut, ulong feeNumerator, ulong feeDenominator)
    {
        if (amount == 0) return QuoteRefusal.ZeroAmount;
        if (reserveIn == 0 || reserveOut == 0) return QuoteRefusal.ZeroLiquidity;
        return feeNumerator >= feeDenominator ? QuoteRefusal.InconsistentState : QuoteRefusal.None;
    }
}
