using Orchestrator.Solana.Programs.Arithmetic;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>A fee that grows with how far the price has moved lately, counted in groups of tick spacing.</summary>
/// <remarks>Source: raydium-io/raydium-clmm, programs/amm/src/states/pool_fee.rs and instructions/swap.rs at 03b44b7f.</remarks>
/// <param name="FilterPeriod">Seconds within which swaps count as one movement.</param>
/// <param name="DecayPeriod">Seconds after which the past is forgotten.</param>
/// <param name="ReductionFactor">Ten-thousandths of the volatility kept in between.</param>
public readonly record struct DynamicFee(
    ushort FilterPeriod, ushort DecayPeriod, ushort ReductionFactor, uint Control, uint VolatilityMax,
    int IndexReference, uint VolatilityReference, uint Volatility, ulong LastUpdate)
{
    public const int Size = 80;
    public const uint FeeRateMax = 100_000;

    private const ushort Scale = 10_000;
    private const ushort ReductionDenominator = 10_000;
    private const uint ControlDenominator = 100_000;

    /// <summary>Null when all 80 bytes are zero: the pool has none.</summary>
    public static DynamicFee? Read(ReadOnlySpan<byte> data) => data.IndexOfAnyExcept((byte)0) < 0
        ? null
        : new DynamicFee(U16(data, 0), U16(data, 2), U16(data, 4), U32(data, 6), U32(data, 10), I32(data, 14), U32(data, 18), U32(data, 22), U64(data, 26));

    /// <summary>What a swap starts from at this time.</summary>
    public DynamicFee StartedAt(int index, ulong now)
    {
        var elapsed = now > LastUpdate ? now - LastUpdate : 0;
        if (elapsed < FilterPeriod) return this;
        var kept = elapsed < DecayPeriod ? (uint)((ulong)Volatility * ReductionFactor / ReductionDenominator) : 0;
        return this with { IndexReference = index, VolatilityReference = kept, LastUpdate = now };
    }

    /// <summary>The volatility when the price has reached a group.</summary>
    public DynamicFee MovedTo(int index)
    {
        var moved = (ulong)VolatilityReference + (ulong)Math.Abs((long)IndexReference - index) * Scale;
        return this with { Volatility = (uint)Math.Min(moved, VolatilityMax) };
    }

    public bool IsAtMaximum => Volatility == VolatilityMax;

    /// <summary>Base and dynamic part, in millionths, at most a tenth. False when the program would overflow.</summary>
    public bool TryTotalRate(uint baseRate, ushort spacing, out uint rate)
    {
        rate = 0;
        var crossed = (ulong)Volatility * spacing;
        if (crossed > uint.MaxValue) return false;
        var squared = crossed * crossed;
        if (!MulDiv.TryCeiling((UInt128)Control, squared, (UInt128)ControlDenominator * Scale * Scale, out var dynamicRate)) return false;
        rate = Math.Min(baseRate + (uint)UInt128.Min(dynamicRate, FeeRateMax), FeeRateMax);
        return true;
    }
}
