using System.Numerics;

namespace Orchestrator.Solana.Programs.Arithmetic;

/// <summary>Schoolbook multiplication and division on 32-bit limbs, least significant first (Knuth, TAOCP 2, 4.3.1, algorithms M and D).</summary>
internal static class LongDivision
{
    /// <summary>Leaves the remainder in <paramref name="u"/> and adds the quotient's limbs to <paramref name="quotient"/>, which must be zero.</summary>
    /// <param name="u">The dividend with one spare zero limb above its <paramref name="used"/> limbs.</param>
    /// <param name="used">Limbs of the dividend, without leading zeros.</param>
    /// <param name="v">The divisor without leading zero limbs; normalised in place.</param>
    public static void Divide(Span<uint> u, int used, Span<uint> v, Span<uint> quotient)
    {
        if (v.Length == 1) { DivideByLimb(u, used, v[0], quotient); return; }
        var shift = BitOperations.LeadingZeroCount(v[^1]);
        ShiftLeft(v, shift);
        ShiftLeft(u[..(used + 1)], shift);
        for (var j = used - v.Length; j >= 0; j--)
            quotient[j] = Step(u.Slice(j, v.Length + 1), v);
        ShiftRight(u[..(used + 1)], shift);
    }

    /// <summary>Adds a·b to <paramref name="product"/>, which must be zero and long enough.</summary>
    public static void Multiply(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b, Span<uint> product)
    {
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] == 0) continue;
            ulong carry = 0;
            for (var j = 0; j < b.Length; j++)
            {
                carry += (ulong)a[i] * b[j] + product[i + j];
                product[i + j] = (uint)carry;
                carry >>= 32;
            }
            product[i + b.Length] = (uint)carry;
        }
    }

    private static uint Step(Span<uint> window, ReadOnlySpan<uint> v)
    {
        var n = v.Length;
        var top = ((ulong)window[n] << 32) | window[n - 1];
        var digit = top / v[n - 1];
        var rest = top - digit * v[n - 1];
        while (digit > uint.MaxValue || digit * v[n - 2] > ((rest << 32) | window[n - 2]))
        {
            digit--;
            rest += v[n - 1];
            if (rest > uint.MaxValue) break;
        }
        if (SubtractProduct(window, v, digit) == 0) return (uint)digit;
        AddBack(window, v);
        return (uint)(digit - 1);
    }

    private static uint SubtractProduct(Span<uint> window, ReadOnlySpan<uint> v, ulong digit)
    {
        ulong carry = 0;
        long borrow = 0;
        for (var i = 0; i < v.Length; i++)
        {
            var product = digit * v[i] + carry;
            carry = product >> 32;
            var difference = window[i] - (long)(uint)product + borrow;
            window[i] = unchecked((uint)difference);
            borrow = difference >> 32;
        }
        var last = window[v.Length] - (long)carry + borrow;
        window[v.Length] = unchecked((uint)last);
        return last < 0 ? 1u : 0u;
    }

    private static void AddBack(Span<uint> window, ReadOnlySpan<uint> v)
    {
        ulong carry = 0;
        for (var i = 0; i < v.Length; i++)
        {
            carry += (ulong)window[i] + v[i];
            window[i] = (uint)carry;
            carry >>= 32;
        }
        window[v.Length] = unchecked(window[v.Length] + (uint)carry);
    }

    private static void DivideByLimb(Span<uint> u, int used, uint divisor, Span<uint> quotient)
    {
        ulong rest = 0;
        for (var i = used - 1; i >= 0; i--)
        {
            var part = (rest << 32) | u[i];
            quotient[i] = (uint)(part / divisor);
            rest = part % divisor;
            u[i] = 0;
        }
        u[0] = (uint)rest;
    }

    private static void ShiftLeft(Span<uint> limbs, int bits)
    {
        if (bits == 0) return;
        for (var i = limbs.Length - 1; i > 0; i--) limbs[i] = (limbs[i] << bits) | (limbs[i - 1] >> (32 - bits));
        limbs[0] <<= bits;
    }

    private static void ShiftRight(Span<uint> limbs, int bits)
    {
        if (bits == 0) return;
        for (var i = 0; i < limbs.Length - 1; i++) limbs[i] = (limbs[i] >> bits) | (limbs[i + 1] << (32 - bits));
        limbs[^1] >>= bits;
    }
}
