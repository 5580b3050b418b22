using Orchestrator.Solana.Programs.Arithmetic;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Programs.RaydiumCpmm;

/// <summary>One direction of a pool, with everything that enters the arithmetic.</summary>
/// <param name="ReserveIn">Vault less fees owed, base units.</param>
/// <param name="ReserveOut">Vault less fees owed, base units.</param>
/// <param name="TradeFeeRate">Millionths of the input.</param>
/// <param name="CreatorFeeRate">Millionths; zero where the pool does not enable it.</param>
/// <param name="CreatorFeeOnInput">Else it is taken from the output.</param>
/// <param name="TransferFeeIn">The input mint's own fee in this epoch.</param>
/// <param name="TransferFeeOut">The output mint's own fee in this epoch.</param>
public readonly record struct CpmmSide(
    ulong ReserveIn, ulong ReserveOut, ulong TradeFeeRate, ulong CreatorFeeRate, bool CreatorFeeOnInput,
    TransferFee TransferFeeIn, TransferFee TransferFeeOut);

/// <summary>The pool's swap arithmetic: a constant product, trade fee on the input, creator fee on either side.</summary>
/// <remarks>Source: raydium-io/raydium-cp-swap, programs/cp-swap/src/curve and instructions/swap_base_{input,output}.rs.</remarks>
public static class RaydiumCpmmQuote
{
    public const ulong RateDenominator = 1_000_000;

    public static QuoteResult ExactIn(ulong amountIn, in CpmmSide side)
    {
        var refusal = Check(amountIn, side);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        var transferIn = side.TransferFeeIn.Of(amountIn);
        if (transferIn >= amountIn) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        var received = amountIn - transferIn;
        if (received > ulong.MaxValue - side.ReserveIn) return QuoteResult.Refused(QuoteRefusal.Overflow, "The vault would hold more than 2^64 − 1.");

        var inputRate = side.TradeFeeRate + (side.CreatorFeeOnInput ? side.CreatorFeeRate : 0);
        if (!MulDiv.TryCeiling(received, inputRate, RateDenominator, out var feeIn) || feeIn > received) return QuoteResult.Refused(QuoteRefusal.Overflow);
        var net = received - feeIn;
        if (!MulDiv.TryFloor(net, side.ReserveOut, side.ReserveIn + net, out var swapped)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        ulong feeOut = 0;
        if (!side.CreatorFeeOnInput && !MulDiv.TryCeiling(swapped, side.CreatorFeeRate, RateDenominator, out feeOut)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        if (swapped <= feeOut) return QuoteResult.Refused(QuoteRefusal.AmountTooSmall);
        var sent = swapped - feeOut;
        var transferOut = side.TransferFeeOut.Of(sent);
        if (transferOut >= sent) return QuoteResult.Refused(QuoteRefusal.TransferFeeTakesAll);
        return Result(side, amountIn, sent - transferOut, net, swapped) with
        {
            FeeIn = feeIn, FeeOut = feeOut, TransferFeeIn = transferIn, TransferFeeOut = transferOut,
        };
    }

    public static QuoteResult ExactOut(ulong amountOut, in CpmmSide side)
    {
        var refusal = Check(amountOut, side);
        if (refusal != QuoteRefusal.None) return QuoteResult.Refused(refusal);
        if (!side.TransferFeeOut.TryInverse(amountOut, out var transferOut)) return QuoteResult.Refused(QuoteRefusal.TransferFeeRounding);
        var sent = amountOut + transferOut;
        var swapped = sent;
        if (!side.CreatorFeeOnInput && !TryGross(sent, side.CreatorFeeRate, out swapped)) return QuoteResult.Refused(QuoteRefusal.Overflow);
        if (swapped >= side.ReserveOut) return QuoteResult.Refused(QuoteRefusal.InsufficientLiquidity);

        var inputRate = side.TradeFeeRate + (side.CreatorFeeOnInput ? side.CreatorFeeRate : 0);
        if (!MulDiv.TryCeiling(side.ReserveIn, swapped, side.ReserveOut - swapped, out var net)
            || !TryGross(net, inputRate, out var received)
            || received > ulong.MaxValue - side.ReserveIn) return QuoteResult.Refused(QuoteRefusal.Overflow);
        if (!side.TransferFeeIn.TryInverse(received, out var transferIn)) return QuoteResult.Refused(QuoteRefusal.TransferFeeRounding);
        return Result(side, received + transferIn, amountOut, net, swapped) with
        {
            FeeIn = received - net, FeeOut = swapped - sent, TransferFeeIn = transferIn, TransferFeeOut = transferOut,
        };
    }

    private static QuoteResult Result(in CpmmSide side, ulong amountIn, ulong amountOut, ulong net, ulong swapped) => new()
    {
        AmountIn = amountIn, AmountOut = amountOut,
        PriceImpactBps = PriceImpact.ConstantProductBps(net, side.ReserveIn, side.ReserveOut, swapped),
    };

    /// <summary>ceil(net · 1e6 / (1e6 − rate)).</summary>
    private static bool TryGross(ulong net, ulong rate, out ulong gross) => MulDiv.TryCeiling(net, RateDenominator, RateDenominator - rate, out gross);

    private static QuoteRefusal Check(ulong amount, in CpmmSide side)
    {
        if (amount == 0) return QuoteRefusal.ZeroAmount;
        if (side.ReserveIn == 0 || side.ReserveOut == 0) return QuoteRefusal.ZeroLiquidity;
        // The program demands it of every configuration, so anything else is not its data.
        return side.TradeFeeRate >= RateDenominator || side.CreatorFeeRate >= RateDenominator - side.TradeFeeRate
            ? QuoteRefusal.InconsistentState
            : QuoteRefusal.None;
    }
}
