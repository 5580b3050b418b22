namespace Orchestrator.Domain.Money;

/// <summary>Products and quotients without an intermediate overflow and with a stated rounding. A result that does not fit throws.</summary>
public static class ExactMath
{
    /// <summary>⌊a·b / d⌋. Two 64-bit factors always fit in 128 bits.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="divisor"/> is zero.</exception>
    /// <exception cref="OverflowException">The quotient needs more than 64 bits.</exception>
    public static ulong MulDivFloor(ulong a, ulong b, ulong divisor) => checked((ulong)((UInt128)a * b / divisor));

    /// <summary>⌈a·b / d⌉.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="divisor"/> is zero.</exception>
    /// <exception cref="OverflowException">The quotient needs more than 64 bits.</exception>
    public static ulong MulDivCeiling(ulong a, ulong b, ulong divisor)
    {
        var (quotient, rest) = UInt128.DivRem((UInt128)a * b, divisor);
        return checked((ulong)(rest == 0 ? quotient : quotient + 1));
    }

    /// <summary>⌊a·b / d⌋ for signed numbers: rounds towards minus infinity.</summary>
    /// <exception cref="DivideByZeroException"><paramref name="divisor"/> is zero.</exception>
    /// <exception cref="OverflowException">The quotient needs more than 64 bits.</exception>
    public static long MulDivFloor(long a, long b, long divisor) => checked((long)FloorDiv((Int128)a * b, divisor));

    /// <summary>⌊a / d⌋ of wide numbers, towards minus infinity.</summary>
    public static Int128 FloorDiv(Int128 a, Int128 divisor)
    {
        var (quotient, rest) = Int128.DivRem(a, divisor);
        return rest != 0 && (rest < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }

    /// <summary>⌈a / d⌉ of wide numbers, towards plus infinity.</summary>
    public static Int128 CeilingDiv(Int128 a, Int128 divisor)
    {
        var (quotient, rest) = Int128.DivRem(a, divisor);
        return rest != 0 && (rest < 0) == (divisor < 0) ? quotient + 1 : quotient;
    }
}
