using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>Ticks and square-root prices: √price = 1.0001^(tick/2), as a Q64.64 integer.</summary>
/// <remarks>
/// The program multiplies truncated powers, so its prices are not the mathematically nearest ones; these tables hold the same truncations:
/// floor(1.0001^(2^k/2) · 2^96) upwards and floor(1.0001^(−2^k/2) · 2^64) downwards.
/// </remarks>
public static class TickMath
{
    public const int MinTick = -443_636;
    public const int MaxTick = 443_636;

    public static UInt128 MinSqrtPrice => 4_295_048_016;
    public static UInt128 MaxSqrtPrice => new(0xFFFEC4B1, 0x35BB7F32_A81B33AF);

    private static readonly UInt128[] Upward =
    [
        new(0x1000346D6, 0xFF11672A_E55AD00F),
        new(0x100068DB8, 0xBAC710CB_295E9E1B),
        new(0x1000D1B9C, 0x68ABE5F7_6B30FB75),
        new(0x1001A37E4, 0xA234CB08_30516E51),
        new(0x100347278, 0xAB0E92AD_A25AB460),
        new(0x10068EFB0, 0x0A525480_A5D7FDC2),
        new(0x100D20A63, 0xB4173839_DF9DAAA5),
        new(0x101A4C11C, 0x742DD772_9738DF5E),
        new(0x1034C35C3, 0x1F64CFA6_DC0D6DE4),
        new(0x106A34B78, 0xC8AAFFBF_81BED5A3),
        new(0x10D72A6A4, 0x6CCD8BCE_9AE771B1),
        new(0x11B9A258E, 0x63928596_DC757FAA),
        new(0x13A2E2BDA, 0x04F8379F_3CD17BE5),
        new(0x181954BE6, 0x9E0DA8FE_77F2AB42),
        new(0x244C2655D, 0x185A0290_80252877),
        new(0x525816EEB, 0x9F935B1C_616779E8),
        new(0x1A7C8D00B5, 0x51684FF4_D31AE065),
        new(0x2BD893D0B2D, 0xF7C97884_590C66CD),
        new(0x78278E1E19E44, 0x8CF8B95D_2152DCCF),
    ];

    private static readonly ulong[] Downward =
    [
        0xFFFCB933_BD6FAD37, 0xFFF97272_373D4132, 0xFFF2E50F_5F656932, 0xFFE5CACA_7E10E4E6,
        0xFFCB9843_D60F6159, 0xFF973B41_FA98C081, 0xFF2EA164_66C96A38, 0xFE5DEE04_6A99A2A8,
        0xFCBE86C7_900A88AE, 0xF987A725_3AC41317, 0xF3392B08_22B70005, 0xE7159475_A2C29B74,
        0xD097F3BD_FD2022B8, 0xA9F74646_2D870FDF, 0x70D869A1_56D2A1B8, 0x31BE135F_97D08FD9,
        0x09AA508B_5B7A84E1, 0x005D6AF8_DEDB8119, 0x00002216_E584F5FA,
    ];

    /// <summary>√price of a tick, rounded as the program rounds it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond <see cref="MinTick"/> or <see cref="MaxTick"/>.</exception>
    public static UInt128 SqrtPriceAt(int tick)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tick, MinTick);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tick, MaxTick);
        return tick >= 0 ? Above(tick) : Below(-tick);
    }

    /// <summary>The highest tick whose √price is not above <paramref name="sqrtPrice"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Beyond <see cref="MinSqrtPrice"/> or <see cref="MaxSqrtPrice"/>.</exception>
    public static int TickAt(UInt128 sqrtPrice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sqrtPrice, MinSqrtPrice);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sqrtPrice, MaxSqrtPrice);
        // The estimate is within a tick of the truth; the exact comparison below decides.
        var tick = (int)Math.Floor((Math.Log2((double)sqrtPrice) - 64) * TicksPerDoubling);
        tick = Math.Clamp(tick, MinTick, MaxTick);
        while (tick < MaxTick && SqrtPriceAt(tick + 1) <= sqrtPrice) tick++;
        while (SqrtPriceAt(tick) > sqrtPrice) tick--;
        return tick;
    }

    // 2 / log2(1.0001)
    private const double TicksPerDoubling = 13863.636746829117;

    private static UInt128 Above(int distance)
    {
        var ratio = UInt128.One << 96;
        for (var bit = 0; distance >> bit != 0; bit++)
            if ((distance >> bit & 1) != 0) ratio = (U256.Multiply(ratio, Upward[bit]) >> 96).Low;
        return ratio >> 32;
    }

    private static UInt128 Below(int distance)
    {
        var ratio = UInt128.One << 64;
        for (var bit = 0; distance >> bit != 0; bit++)
            if ((distance >> bit & 1) != 0) ratio = ratio * Downward[bit] >> 64;
        return ratio;
    }
}
