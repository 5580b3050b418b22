namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>Prices and ticks: √1.0001^tick as Q64.64, computed by the same factors as the program.</summary>
/// <remarks>Source: raydium-io/raydium-clmm, programs/amm/src/libraries/tick_math.rs.</remarks>
public static class TickMath
{
    public const int MinTick = -443_636;
    public const int MaxTick = 443_636;

    private const int PrecisionBits = 16;

    /// <summary>2^64 / 1.0001^(2^(i−1)) for i = 0 … 18.</summary>
    private static readonly ulong[] Factors =
    [
        0xfffcb933bd6fb800, 0xfff97272373d4000, 0xfff2e50f5f657000, 0xffe5caca7e10f000, 0xffcb9843d60f7000, 0xff973b41fa98e800,
        0xff2ea16466c9b000, 0xfe5dee046a9a3800, 0xfcbe86c7900bb000, 0xf987a7253ac65800, 0xf3392b0822bb6000, 0xe7159475a2caf000,
        0xd097f3bdfd2f2000, 0xa9f746462d9f8000, 0x70d869a156f31c00, 0x31be135f97ed3200, 0x09aa508b5b85a500, 0x005d6af8dedc582c,
        0x00002216e584f5fa,
    ];

    public static readonly UInt128 MinSqrtPrice = 4_295_048_016;
    public static readonly UInt128 MaxSqrtPrice = UInt128.Parse("79226673521066979257578248091", System.Globalization.CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentOutOfRangeException">The tick is outside ±443,636.</exception>
    public static UInt128 SqrtPriceAt(int tick)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tick, MinTick);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tick, MaxTick);
        var steps = (uint)Math.Abs(tick);
        var ratio = UInt128.One << 64;
        for (var i = 0; i < Factors.Length; i++)
            if ((steps & (1u << i)) != 0) ratio = (ratio * Factors[i]) >> 64;
        return tick > 0 ? UInt128.MaxValue / ratio : ratio;
    }

    /// <summary>The greatest tick whose price is not above the given one; false outside [lowest, highest) price.</summary>
    public static bool TryTickAt(UInt128 sqrtPrice, out int tick)
    {
        tick = 0;
        if (sqrtPrice < MinSqrtPrice || sqrtPrice >= MaxSqrtPrice) return false;
        var msb = 127 - (int)UInt128.LeadingZeroCount(sqrtPrice);
        var log2 = (Int128)(msb - 64) << 32;
        var r = msb >= 64 ? sqrtPrice >> (msb - 63) : sqrtPrice << (63 - msb);
        long fraction = 0;
        for (var i = 0; i < PrecisionBits; i++)
        {
            r *= r;
            var carry = (int)(r >> 127);
            r >>= 63 + carry;
            fraction |= (long)carry << (31 - i);
        }
        // 2^32 / log2(√1.0001); the two bounds allow for 16 bits of the logarithm.
        var log = (log2 + fraction) * 59_543_866_431_248;
        var low = (int)((log - 184_467_440_737_095_516) >> 64);
        var high = (int)((log + new Int128(0, 15_793_534_762_490_258_745)) >> 64);
        tick = low != high && SqrtPriceAt(high) <= sqrtPrice ? high : low;
        return true;
    }

    /// <summary>Which array a tick lies in, counted from zero: floor(tick / ticks per array).</summary>
    public static int ArrayOrdinal(int tick, ushort spacing) => FloorDivide(tick, TicksPerArray(spacing));

    public static int TicksPerArray(ushort spacing) => TickArray.TickCount * spacing;

    /// <summary>Which group of <paramref name="spacing"/> ticks a tick lies in.</summary>
    public static int FloorDivide(int tick, int spacing)
    {
        var quotient = tick / spacing;
        return tick % spacing < 0 ? quotient - 1 : quotient;
    }
}
