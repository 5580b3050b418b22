using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>Prices of bins: Y per X in base units, Q64.64.</summary>
public static class BinPrice
{
    public const int BinIdMin = -443_636;
    public const int BinIdMax = 443_636;
    public const int BasisPoints = 10_000;

    /// <summary>(1 + step/10,000)^id, truncated as the program does; false where it has no 128-bit value.</summary>
    public static bool TryAt(int binId, ushort binStep, out UInt128 price) =>
        FixedPointPower.TryPow(FixedPointPower.One + ((UInt128)binStep << 64) / BasisPoints, binId, out price);

    /// <summary>X times price, or its inverse; false when the result exceeds 64 bits.</summary>
    internal static bool TryXToY(ulong x, UInt128 price, bool roundUp, out ulong y)
    {
        var product = U256.Multiply(x, price);
        var whole = product >> 64;
        y = 0;
        if (!whole.FitsUInt64) return false;
        y = (ulong)whole.Low;
        if (!roundUp || (ulong)product.Low == 0) return true;
        return TryIncrement(ref y);
    }

    internal static bool TryYToX(ulong y, UInt128 price, bool roundUp, out ulong x)
    {
        x = 0;
        if (price == 0) return false;
        var (whole, rest) = UInt128.DivRem((UInt128)y << 64, price);
        if (whole > ulong.MaxValue) return false;
        x = (ulong)whole;
        return !roundUp || rest == 0 || TryIncrement(ref x);
    }

    private static bool TryIncrement(ref ulong value)
    {
        if (value == ulong.MaxValue) return false;
        value++;
        return true;
    }
}
