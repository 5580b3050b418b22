using System.Numerics;

namespace Orchestrator.Solana.Programs.Arithmetic;

/// <summary>A 256-bit unsigned integer for the products that on-chain programs divide again.</summary>
/// <remarks>Nothing wraps silently: the operators throw <see cref="OverflowException"/>, the Try methods answer false. Never allocates.</remarks>
public readonly record struct U256(UInt128 High, UInt128 Low) : IComparable<U256>
{
    private const int LimbCount = 8;

    public static U256 Zero => default;
    public static U256 One => new(0, 1);
    public static U256 MaxValue => new(UInt128.MaxValue, UInt128.MaxValue);

    public bool IsZero => High == 0 && Low == 0;
    public bool FitsUInt128 => High == 0;
    public bool FitsUInt64 => High == 0 && Low <= ulong.MaxValue;

    /// <summary>Bits up to and including the highest that is set; 0 for zero.</summary>
    public int BitLength => High != 0 ? 256 - (int)UInt128.LeadingZeroCount(High) : 128 - (int)UInt128.LeadingZeroCount(Low);

    public static implicit operator U256(ulong value) => new(0, value);
    public static implicit operator U256(UInt128 value) => new(0, value);
    public static explicit operator UInt128(U256 value) => value.High == 0 ? value.Low : throw new OverflowException();
    public static explicit operator ulong(U256 value) => checked((ulong)(UInt128)value);

    /// <summary>The full product of two 128-bit integers; cannot overflow.</summary>
    public static U256 Multiply(UInt128 left, UInt128 right)
    {
        ulong a0 = (ulong)left, a1 = (ulong)(left >> 64), b0 = (ulong)right, b1 = (ulong)(right >> 64);
        var low = Product(a0, b0);
        if ((a1 | b1) == 0) return new U256(0, low);
        UInt128 crossA = Product(a0, b1), crossB = Product(a1, b0);
        var middle = (low >> 64) + (ulong)crossA + (ulong)crossB;
        var high = Product(a1, b1) + (crossA >> 64) + (crossB >> 64) + (middle >> 64);
        return new U256(high, (middle << 64) | (ulong)low);
    }

    public static bool TryAdd(U256 left, U256 right, out U256 sum)
    {
        var low = unchecked(left.Low + right.Low);
        UInt128 carry = low < left.Low ? 1u : 0u;
        var high = unchecked(left.High + right.High);
        var wrapped = high < left.High;
        var withCarry = unchecked(high + carry);
        sum = new U256(withCarry, low);
        return !wrapped && withCarry >= high;
    }

    public static U256 operator +(U256 left, U256 right) => TryAdd(left, right, out var sum) ? sum : throw new OverflowException();

    public static U256 operator -(U256 left, U256 right)
    {
        if (left < right) throw new OverflowException();
        UInt128 borrow = left.Low < right.Low ? 1u : 0u;
        return new U256(left.High - right.High - borrow, unchecked(left.Low - right.Low));
    }

    public static bool TryMultiply(U256 left, UInt128 right, out U256 product)
    {
        var low = Multiply(left.Low, right);
        var high = Multiply(left.High, right);
        product = new U256(unchecked(low.High + high.Low), low.Low);
        return high.High == 0 && product.High >= low.High;
    }

    public static U256 operator *(U256 left, UInt128 right) => TryMultiply(left, right, out var p) ? p : throw new OverflowException();

    /// <summary>Shifts left; false when a set bit would leave at the top.</summary>
    public static bool TryShiftLeft(U256 value, int bits, out U256 shifted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        shifted = default;
        if (value.IsZero) return true;
        if (value.BitLength + bits > 256) return false;
        shifted = bits >= 128 ? new U256(value.Low << (bits - 128), 0)
            : bits == 0 ? value
            : new U256((value.High << bits) | (value.Low >> (128 - bits)), value.Low << bits);
        return true;
    }

    public static U256 operator <<(U256 value, int bits) => TryShiftLeft(value, bits, out var s) ? s : throw new OverflowException();

    public static U256 operator >>(U256 value, int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        if (bits >= 256) return default;
        if (bits >= 128) return new U256(0, value.High >> (bits - 128));
        return bits == 0 ? value : new U256(value.High >> bits, (value.Low >> bits) | (value.High << (128 - bits)));
    }

    public static U256 operator /(U256 left, U256 right) => DivRem(left, right).Quotient;
    public static U256 operator %(U256 left, U256 right) => DivRem(left, right).Remainder;

    /// <exception cref="DivideByZeroException">The divisor is zero.</exception>
    public static (U256 Quotient, U256 Remainder) DivRem(U256 dividend, U256 divisor)
    {
        if (divisor.IsZero) throw new DivideByZeroException();
        if (dividend < divisor) return (default, dividend);
        if (dividend.High == 0)
        {
            var q = dividend.Low / divisor.Low;
            return (q, dividend.Low - q * divisor.Low);
        }
        Span<uint> u = stackalloc uint[LimbCount + 1];
        Span<uint> v = stackalloc uint[LimbCount];
        Span<uint> quotient = stackalloc uint[LimbCount];
        quotient.Clear();
        dividend.ToLimbs(u);
        divisor.ToLimbs(v);
        LongDivision.Divide(u, LimbsUsed(dividend), v[..LimbsUsed(divisor)], quotient);
        return (FromLimbs(quotient), FromLimbs(u));
    }

    /// <summary>left·right/divisor with a product of up to 512 bits, rounded down or up; false when the divisor is zero or the result does not fit.</summary>
    public static bool TryMulDiv(U256 left, U256 right, U256 divisor, bool roundUp, out U256 result)
    {
        result = default;
        if (divisor.IsZero) return false;
        U256 rest;
        if (right.High == 0 && TryMultiply(left, right.Low, out var product)) (result, rest) = DivRem(product, divisor);
        else if (!TryDivideWide(left, right, divisor, out result, out rest)) return false;
        if (!roundUp || rest.IsZero) return true;
        if (result == MaxValue) { result = default; return false; }
        result += One;
        return true;
    }

    private static bool TryDivideWide(U256 left, U256 right, U256 divisor, out U256 quotient, out U256 rest)
    {
        quotient = rest = default;
        Span<uint> product = stackalloc uint[2 * LimbCount + 1];
        Span<uint> a = stackalloc uint[LimbCount], b = stackalloc uint[LimbCount], v = stackalloc uint[LimbCount];
        Span<uint> digits = stackalloc uint[2 * LimbCount];
        product.Clear();
        digits.Clear();
        left.ToLimbs(a);
        right.ToLimbs(b);
        divisor.ToLimbs(v);
        LongDivision.Multiply(a, b, product);
        var used = product.LastIndexOfAnyExcept(0u) + 1;
        if (used == 0) return true;
        var divisorUsed = LimbsUsed(divisor);
        if (used >= divisorUsed) LongDivision.Divide(product, used, v[..divisorUsed], digits);
        if (digits[LimbCount..].IndexOfAnyExcept(0u) >= 0) return false;
        quotient = FromLimbs(digits);
        rest = FromLimbs(product);
        return true;
    }

    public int CompareTo(U256 other)
    {
        var high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    public static bool operator <(U256 left, U256 right) => left.CompareTo(right) < 0;
    public static bool operator >(U256 left, U256 right) => left.CompareTo(right) > 0;
    public static bool operator <=(U256 left, U256 right) => left.CompareTo(right) <= 0;
    public static bool operator >=(U256 left, U256 right) => left.CompareTo(right) >= 0;

    /// <summary>For tests and printing; allocates.</summary>
    public BigInteger ToBigInteger() => ((BigInteger)High << 128) | (BigInteger)Low;

    public override string ToString() => ToBigInteger().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static UInt128 Product(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return new UInt128(high, low);
    }

    private static int LimbsUsed(U256 value) => (value.BitLength + 31) / 32;

    private void ToLimbs(Span<uint> limbs)
    {
        limbs[LimbCount..].Clear();
        for (var i = 0; i < 4; i++)
        {
            limbs[i] = (uint)(Low >> (32 * i));
            limbs[i + 4] = (uint)(High >> (32 * i));
        }
    }

    private static U256 FromLimbs(ReadOnlySpan<uint> limbs)
    {
        UInt128 low = 0, high = 0;
        for (var i = 3; i >= 0; i--)
        {
            low = (low << 32) | limbs[i];
            high = (high << 32) | limbs[i + 4];
        }
        return new U256(high, low);
    }
}
