namespace Orchestrator.Solana.Programs.Arithmetic;

/// <summary>base^exponent in Q64.64 by squaring, truncated after each product as the Meteora programs do.</summary>
internal static class FixedPointPower
{
    public const int FractionBits = 64;

    /// <summary>Bits of an exponent that the programs look at.</summary>
    private const int ExponentBits = 19;

    public static UInt128 One => UInt128.One << FractionBits;

    /// <summary>False when the exponent is too large or the result would be zero or infinite.</summary>
    public static bool TryPow(UInt128 @base, int exponent, out UInt128 result)
    {
        result = One;
        if (exponent == 0) return true;
        var distance = Math.Abs((long)exponent);
        if (distance >> ExponentBits != 0 || @base == 0) return false;
        // Powers of a base below one stay within 128 bits; a larger base is inverted first and the result inverted back.
        var inverted = exponent < 0;
        if (@base >= One)
        {
            @base = UInt128.MaxValue / @base;
            inverted = !inverted;
        }
        for (var bit = 0; distance >> bit != 0; bit++)
        {
            if ((distance >> bit & 1) != 0) result = result * @base >> FractionBits;
            @base = @base * @base >> FractionBits;
        }
        if (result == 0) return false;
        if (inverted) result = UInt128.MaxValue / result;
        return true;
    }
}
