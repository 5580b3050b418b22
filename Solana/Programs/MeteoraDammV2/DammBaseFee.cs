using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

public enum DammBaseFeeMode : byte { TimeLinear = 0, TimeExponential = 1, RateLimiter = 2, MarketCapLinear = 3, MarketCapExponential = 4 }

/// <summary>How a pool's base fee falls from its first value, in 1e-9: with time, with the price, or by the size of a purchase.</summary>
/// <remarks>Rules: Meteora's published cp-amm SDK 1.5.0, math/poolFees.</remarks>
/// <param name="Cliff">The fee at the start.</param>
/// <param name="Count">Periods of a scheduler, or the increment in basis points of a limiter.</param>
/// <param name="Step">Length of a period in points (time), its price step in basis points (market cap), or the limiter's duration.</param>
/// <param name="Bound">Duration of a market-cap scheduler, or the limiter's highest fee in basis points.</param>
/// <param name="Amount">Reduction for each period, or the limiter's reference amount.</param>
public readonly record struct DammBaseFee(DammBaseFeeMode Mode, ulong Cliff, ushort Count, ulong Step, uint Bound, ulong Amount)
{
    public const int Size = 32;
    public const uint Denominator = 1_000_000_000;
    public const uint BasisPoints = 10_000;

    /// <summary>What one basis point is in 1e-9.</summary>
    internal const uint PerBasisPoint = Denominator / BasisPoints;

    private const uint MaxFeeBps = 9_900;

    internal static DecodeRefusal TryRead(ReadOnlySpan<byte> data, out DammBaseFee fee)
    {
        fee = default;
        if (data[8] > (byte)DammBaseFeeMode.MarketCapExponential) return DecodeRefusal.UnknownVersion;
        var mode = (DammBaseFeeMode)data[8];
        var byTime = mode is DammBaseFeeMode.TimeLinear or DammBaseFeeMode.TimeExponential;
        fee = new DammBaseFee(
            mode, LittleEndian.U64(data, 0), LittleEndian.U16(data, 14), byTime ? LittleEndian.U64(data, 16) : LittleEndian.U32(data, 16),
            byTime ? 0 : LittleEndian.U32(data, 20), LittleEndian.U64(data, 24));
        return fee.Cliff >= Denominator || (mode == DammBaseFeeMode.RateLimiter && !fee.IsUnlimited && !fee.IsLimiterSound)
            ? DecodeRefusal.InvalidField
            : DecodeRefusal.None;
    }

    internal bool IsUnlimited => Count == 0 && Step == 0 && Bound == 0 && Amount == 0;

    private bool IsLimiterSound => Count > 0 && Amount > 0 && Bound <= MaxFeeBps && Cliff <= (ulong)Bound * PerBasisPoint;

    /// <summary>Whether a purchase of B for A is charged by its size now.</summary>
    internal bool IsLimiting(bool aToB, ulong point, ulong activation) =>
        Mode == DammBaseFeeMode.RateLimiter && !IsUnlimited && !aToB && point >= activation && point <= (UInt128)activation + Step;

    /// <summary>The fee of a scheduler; false when the state contradicts itself.</summary>
    internal bool TryScheduled(ulong point, ulong activation, UInt128 initSqrtPrice, UInt128 sqrtPrice, out ulong numerator)
    {
        numerator = Cliff;
        switch (Mode)
        {
            case DammBaseFeeMode.RateLimiter:
                return true;
            case DammBaseFeeMode.TimeLinear or DammBaseFeeMode.TimeExponential:
                if (Step == 0) return true;
                var elapsed = point < activation ? Count : (point - activation) / Step;
                return TryAfter(Math.Min(elapsed, Count), Mode == DammBaseFeeMode.TimeExponential, out numerator);
            default:
                return TryMarketCapPeriod(point, activation, initSqrtPrice, sqrtPrice, out var period)
                    && TryAfter(period, Mode == DammBaseFeeMode.MarketCapExponential, out numerator);
        }
    }

    private bool TryMarketCapPeriod(ulong point, ulong activation, UInt128 initSqrtPrice, UInt128 sqrtPrice, out ulong period)
    {
        period = Count;
        if (point < activation || point > (UInt128)activation + Bound) return true;
        period = 0;
        if (sqrtPrice <= initSqrtPrice) return true;
        if (initSqrtPrice == 0 || Step == 0) return false;
        var passed = U256.Multiply(sqrtPrice - initSqrtPrice, BasisPoints) / initSqrtPrice / Step;
        period = passed > (U256)Count ? Count : (ulong)passed;
        return true;
    }

    private bool TryAfter(ulong periods, bool exponential, out ulong numerator)
    {
        numerator = Cliff;
        if (Amount == 0) return true;
        if (!exponential)
        {
            var reduction = (UInt128)Amount * periods;
            if (reduction > Cliff) return false;
            numerator = Cliff - (ulong)reduction;
            return true;
        }
        if (Amount > BasisPoints) return false;
        var @base = FixedPointPower.One - ((UInt128)Amount << FixedPointPower.FractionBits) / BasisPoints;
        if (!FixedPointPower.TryPow(@base, (int)periods, out var factor)) return false;
        numerator = (ulong)(factor * Cliff >> FixedPointPower.FractionBits);
        return true;
    }
}
