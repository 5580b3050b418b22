using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>The rate of a pair's fee, in 1e-9, and how price moves change it.</summary>
/// <remarks>Rules: MeteoraAg/dlmm-sdk, commons/src/extensions/lb_pair.rs at fb02e51a.</remarks>
internal static class DlmmFee
{
    public const uint Precision = 1_000_000_000;

    /// <summary>10 %.</summary>
    public const uint RateMax = 100_000_000;

    private const ulong VariableScale = 100_000_000_000;

    /// <summary>Before a swap: moves within the filter period add up, older ones decay, oldest are forgotten.</summary>
    public static DlmmVolatility Refresh(in DlmmVolatility past, in DlmmFeeParameters fees, int activeId, long now)
    {
        var elapsed = (Int128)now - past.LastUpdate;
        if (elapsed < fees.FilterPeriod) return past;
        var kept = elapsed < fees.DecayPeriod ? (uint)((ulong)past.Accumulator * fees.ReductionFactor / BinPrice.BasisPoints) : 0;
        return past with { IndexReference = activeId, Reference = kept };
    }

    /// <summary>In a bin: one step for each bin away from the reference.</summary>
    public static DlmmVolatility Accumulate(in DlmmVolatility volatility, in DlmmFeeParameters fees, int activeId)
    {
        var away = (ulong)Math.Abs((long)volatility.IndexReference - activeId);
        return volatility with { Accumulator = (uint)Math.Min(volatility.Reference + away * BinPrice.BasisPoints, fees.VolatilityMax) };
    }

    public static uint Rate(in DlmmFeeParameters fees, ushort binStep, uint accumulator)
    {
        var rate = (UInt128)fees.BaseFactor * binStep * 10;
        for (var i = 0; i < fees.BaseFeePower; i++) rate *= 10;
        if (fees.VariableFeeControl > 0)
        {
            var move = (UInt128)accumulator * binStep;
            rate += MulDiv.DivideCeiling(fees.VariableFeeControl * (move * move), VariableScale);
        }
        return rate > RateMax ? RateMax : (uint)rate;
    }

    /// <summary>Fee within an amount that already contains it.</summary>
    public static ulong Within(ulong amount, uint rate) => (ulong)MulDiv.DivideCeiling((UInt128)amount * rate, Precision);

    /// <summary>Fee to be put on top of an amount; below an eighth of it, so 128 bits always hold it.</summary>
    public static UInt128 OnTop(ulong amount, uint rate) => MulDiv.DivideCeiling((UInt128)amount * rate, Precision - rate);
}
