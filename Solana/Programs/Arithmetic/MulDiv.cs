namespace Orchestrator.Solana.Programs.Arithmetic;

/// <summary>Exact a·b/d with a full-width product. False when d is zero or the result does not fit; the result is then zero.</summary>
public static class MulDiv
{
    public static bool TryFloor(ulong a, ulong b, ulong d, out ulong result)
    {
        result = 0;
        if (d == 0) return false;
        var high = Math.BigMul(a, b, out var low);
        if (high >= d) return false;
        result = high == 0 ? low / d : (ulong)(new UInt128(high, low) / d);
        return true;
    }

    public static bool TryCeiling(ulong a, ulong b, ulong d, out ulong result)
    {
        if (!TryFloor(a, b, d, out result)) return false;
        // The low 64 bits decide: product − result·d is below d, so it fits.
        if (unchecked(a * b - result * d) == 0) return true;
        if (result == ulong.MaxValue) { result = 0; return false; }
        result++;
        return true;
    }

    public static bool TryFloor(UInt128 a, UInt128 b, UInt128 d, out UInt128 result)
    {
        result = 0;
        if (d == 0) return false;
        var product = U256.Multiply(a, b);
        if (product.High >= d) return false;
        result = product.High == 0 ? product.Low / d : (product / d).Low;
        return true;
    }

    public static bool TryCeiling(UInt128 a, UInt128 b, UInt128 d, out UInt128 result)
    {
        if (!TryFloor(a, b, d, out result)) return false;
        if (unchecked(a * b - result * d) == 0) return true;
        if (result == UInt128.MaxValue) { result = 0; return false; }
        result++;
        return true;
    }

    /// <summary>ceil(a/d) for d &gt; 0.</summary>
    /// <exception cref="DivideByZeroException">d is zero.</exception>
    public static UInt128 DivideCeiling(UInt128 a, UInt128 d)
    {
        var q = a / d;
        return q * d == a ? q : q + 1;
    }

    /// <summary>ceil(a/d) for d &gt; 0.</summary>
    /// <exception cref="DivideByZeroException">d is zero.</exception>
    public static U256 DivideCeiling(U256 a, U256 d)
    {
        var (q, r) = U256.DivRem(a, d);
        return r.IsZero ? q : q + U256.One;
    }

    /// <summary>floor(√value) by Newton's method from above.</summary>
    public static ulong SquareRoot(UInt128 value)
    {
        if (value == 0) return 0;
        var bits = 128 - (int)UInt128.LeadingZeroCount(value);
        var guess = UInt128.One << ((bits + 1) / 2);
        while (true)
        {
            var next = (guess + value / guess) >> 1;
            if (next >= guess) return (ulong)guess;
            guess = next;
        }
    }
}
