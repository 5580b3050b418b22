using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>Base plus dynamic fee of one swap, in 1e-9.</summary>
internal static class DammFee
{
    private const ulong VariableScale = 100_000_000_000;

    public static uint RateMax(byte feeVersion) => feeVersion == 0 ? 500_000_000u : 990_000_000u;

    /// <summary>Fee within an amount that already contains it.</summary>
    public static ulong Within(ulong amount, ulong rate) => (ulong)MulDiv.DivideCeiling((UInt128)amount * rate, DammBaseFee.Denominator);

    /// <summary>The amount with its fee put on top; false when it exceeds 64 bits.</summary>
    public static bool TryIncluded(ulong excluded, ulong rate, out ulong included)
    {
        included = 0;
        return rate < DammBaseFee.Denominator && MulDiv.TryCeiling(excluded, DammBaseFee.Denominator, DammBaseFee.Denominator - rate, out included);
    }

    /// <param name="amount">Contains the fee when <paramref name="included"/>, else not; only a rate limiter looks at it.</param>
    public static bool TryRate(DammPool pool, ulong point, bool aToB, ulong amount, bool included, out ulong rate)
    {
        rate = 0;
        var fee = pool.BaseFee;
        ulong numerator;
        if (fee.IsLimiting(aToB, point, pool.ActivationPoint))
        {
            var limiter = new DammRateLimiter(fee);
            if (!(included ? limiter.TryFromIncluded(amount, out numerator) : limiter.TryFromExcluded(amount, out numerator))) return false;
        }
        else if (!fee.TryScheduled(point, pool.ActivationPoint, pool.InitSqrtPrice, pool.SqrtPrice, out numerator)) return false;
        if (!TryDynamic(pool.DynamicFee, out var variable)) return false;
        rate = (ulong)UInt128.Min(numerator + variable, RateMax(pool.FeeVersion));
        return true;
    }

    /// <summary>ceil(control · (volatility · bin step)² / 1e11). Volatility is that of the last swap; this one changes it only for the next.</summary>
    private static bool TryDynamic(in DammDynamicFee fee, out UInt128 numerator)
    {
        numerator = 0;
        if (!fee.IsOn) return true;
        if (fee.Volatility > uint.MaxValue) return false;
        var move = fee.Volatility * fee.BinStep;
        numerator = MulDiv.DivideCeiling(fee.VariableFeeControl * (move * move), VariableScale);
        return true;
    }
}
