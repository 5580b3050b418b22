using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>How a pool's extra fee reacts to its own price moves. Set at creation.</summary>
/// <param name="FilterPeriod">Seconds within which swaps count as one move.</param>
/// <param name="DecayPeriod">Seconds after which past moves are forgotten.</param>
/// <param name="ReductionFactor">Share of past volatility that is kept between the two, in 1/10,000.</param>
/// <param name="ControlFactor">Weight of the squared volatility, in 1/100,000.</param>
/// <param name="MaxVolatility">Upper bound of the accumulator, in 1/10,000 of a tick group.</param>
/// <param name="TickGroupSize">Ticks that are crossed at one fee.</param>
/// <param name="MajorSwapThresholdTicks">A swap that moves the price this far counts as major.</param>
public readonly record struct AdaptiveFeeConstants(
    ushort FilterPeriod, ushort DecayPeriod, ushort ReductionFactor, uint ControlFactor, uint MaxVolatility, ushort TickGroupSize,
    ushort MajorSwapThresholdTicks)
{
    /// <summary>The program never stores other values; a quote on such would divide by zero or wrap.</summary>
    public bool AreConsistent =>
        TickGroupSize > 0 && MajorSwapThresholdTicks > 0 && FilterPeriod > 0 && DecayPeriod > FilterPeriod
        && ReductionFactor < AdaptiveFee.Parts && ControlFactor < AdaptiveFee.ControlDenominator
        && (ulong)MaxVolatility * TickGroupSize <= uint.MaxValue;
}

/// <summary>What a pool remembers of recent price moves.</summary>
/// <param name="LastReferenceUpdate">Unix seconds.</param>
/// <param name="LastMajorSwap">Unix seconds.</param>
/// <param name="VolatilityReference">Decayed volatility from which this move counts.</param>
/// <param name="TickGroupReference">Tick group from which this move counts.</param>
/// <param name="Volatility">The accumulator: reference + 10,000 for each group away from the reference.</param>
public readonly record struct AdaptiveFeeVariables(
    ulong LastReferenceUpdate, ulong LastMajorSwap, uint VolatilityReference, int TickGroupReference, uint Volatility);

/// <summary>The rules by which swaps move the extra fee.</summary>
internal static class AdaptiveFee
{
    /// <summary>Scale of volatility and of the reduction factor.</summary>
    public const uint Parts = 10_000;

    public const uint ControlDenominator = 100_000;

    /// <summary>The program's ceiling on base plus adaptive fee: 10 %, in millionths.</summary>
    public const uint RateMax = 100_000;

    /// <summary>Seconds after which references are reset whatever happened, against fees held high on purpose.</summary>
    private const ulong ReferenceAgeMax = 3_600;

    public static int TickGroupOf(int tick, int size)
    {
        var quotient = tick / size;
        return tick % size < 0 ? quotient - 1 : quotient;
    }

    /// <summary>False when the clock is behind the pool's own record.</summary>
    public static bool TryUpdateReference(
        in AdaptiveFeeVariables before, in AdaptiveFeeConstants constants, int tickGroup, ulong now, out AdaptiveFeeVariables after)
    {
        after = before;
        var last = Math.Max(before.LastReferenceUpdate, before.LastMajorSwap);
        if (now < last) return false;
        var forgotten = before with { TickGroupReference = tickGroup, VolatilityReference = 0, LastReferenceUpdate = now };
        if (now - before.LastReferenceUpdate > ReferenceAgeMax) { after = forgotten; return true; }
        var elapsed = now - last;
        if (elapsed < constants.FilterPeriod) return true;
        after = elapsed >= constants.DecayPeriod
            ? forgotten
            : forgotten with { VolatilityReference = (uint)((ulong)before.Volatility * constants.ReductionFactor / Parts) };
        return true;
    }

    public static uint VolatilityAt(int tickGroup, in AdaptiveFeeVariables variables, in AdaptiveFeeConstants constants)
    {
        var away = (ulong)Math.Abs((long)variables.TickGroupReference - tickGroup);
        return (uint)Math.Min(variables.VolatilityReference + away * Parts, constants.MaxVolatility);
    }

    /// <summary>Base plus adaptive fee in millionths: ceil(control · (volatility · group)² / (10^5 · 10^8)), capped.</summary>
    public static uint TotalRate(ushort baseRate, uint volatility, in AdaptiveFeeConstants constants)
    {
        var crossed = (UInt128)((ulong)volatility * constants.TickGroupSize);
        var rate = MulDiv.DivideCeiling(constants.ControlFactor * crossed * crossed, (UInt128)ControlDenominator * Parts * Parts);
        return rate >= RateMax ? RateMax : Math.Min(RateMax, baseRate + (uint)rate);
    }

    /// <summary>Whether a swap moved the price by at least the pool's threshold.</summary>
    public static bool IsMajor(UInt128 before, UInt128 after, ushort thresholdTicks)
    {
        var (smaller, larger) = before < after ? (before, after) : (after, before);
        var threshold = U256.Multiply(smaller, TickMath.SqrtPriceAt(thresholdTicks)) >> 64;
        return larger >= threshold;
    }
}
