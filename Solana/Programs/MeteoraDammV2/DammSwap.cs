namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>What a swap does to a pool, transfer fees left out.</summary>
/// <param name="AmountIn">With the fee, where it is taken from the input.</param>
/// <param name="AmountOut">Without the fee, where it is taken from the output.</param>
public readonly record struct DammSwapOutcome(ulong AmountIn, ulong AmountOut, ulong Fee, bool FeeOnInput);

/// <summary>One swap: fee, then curve, or the other way round when the fee is in the output.</summary>
internal static class DammSwap
{
    public static QuoteRefusal TryExactIn(DammPool pool, ulong amountIn, bool aToB, in ChainClock clock, out DammSwapOutcome outcome)
    {
        outcome = default;
        var refusal = Check(pool, amountIn, clock, out var point);
        if (refusal != QuoteRefusal.None) return refusal;
        if (!DammFee.TryRate(pool, point, aToB, amountIn, included: true, out var rate)) return QuoteRefusal.InconsistentState;
        var onInput = IsFeeOnInput(pool, aToB);
        var fee = onInput ? DammFee.Within(amountIn, rate) : 0;
        refusal = DammCurve.TryOut(pool, amountIn - fee, aToB, out var amountOut);
        if (refusal != QuoteRefusal.None) return refusal;
        if (!onInput) fee = DammFee.Within(amountOut, rate);
        outcome = new DammSwapOutcome(amountIn, onInput ? amountOut : amountOut - fee, fee, onInput);
        return QuoteRefusal.None;
    }

    public static QuoteRefusal TryExactOut(DammPool pool, ulong amountOut, bool aToB, in ChainClock clock, out DammSwapOutcome outcome)
    {
        outcome = default;
        var refusal = Check(pool, amountOut, clock, out var point);
        if (refusal != QuoteRefusal.None) return refusal;
        ulong rate, gross = amountOut;
        var onInput = IsFeeOnInput(pool, aToB);
        if (!onInput)
        {
            if (!DammFee.TryRate(pool, point, aToB, amountOut, included: false, out rate)) return QuoteRefusal.InconsistentState;
            if (!DammFee.TryIncluded(amountOut, rate, out gross)) return QuoteRefusal.Overflow;
        }
        refusal = DammCurve.TryIn(pool, gross, aToB, out var net);
        if (refusal != QuoteRefusal.None) return refusal;
        var amountIn = net;
        if (onInput)
        {
            if (!DammFee.TryRate(pool, point, aToB, net, included: false, out rate)) return QuoteRefusal.InconsistentState;
            if (!DammFee.TryIncluded(net, rate, out amountIn)) return QuoteRefusal.Overflow;
        }
        outcome = new DammSwapOutcome(amountIn, amountOut, onInput ? amountIn - net : gross - amountOut, onInput);
        return QuoteRefusal.None;
    }

    /// <summary>A fee that is always in B is in the input when B is sold.</summary>
    public static bool IsFeeOnInput(DammPool pool, bool aToB) => pool.CollectFeeMode != DammCollectFeeMode.BothTokens && !aToB;

    private static QuoteRefusal Check(DammPool pool, ulong amount, in ChainClock clock, out ulong point)
    {
        point = pool.CountsTime ? (ulong)Math.Max(0, clock.UnixTime) : clock.Slot;
        if (amount == 0) return QuoteRefusal.ZeroAmount;
        if (!pool.IsEnabled) return QuoteRefusal.SwapDisabled;
        return point < pool.ActivationPoint ? QuoteRefusal.NotYetOpen : QuoteRefusal.None;
    }
}
