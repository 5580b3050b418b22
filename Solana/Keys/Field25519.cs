using System.Buffers.Binary;

namespace Orchestrator.Solana.Keys;

/// <summary>An integer modulo p = 2^255 − 19 in five 51-bit limbs. Public data only: no constant-time promise.</summary>
/// <remarks>Invariant: every limb is below 2^52 after every operation, so that products of limbs sum below 2^128.</remarks>
internal readonly struct Field25519
{
    private const ulong Mask = (1UL << 51) - 1;

    private readonly ulong _l0, _l1, _l2, _l3, _l4;

    private Field25519(ulong l0, ulong l1, ulong l2, ulong l3, ulong l4)
    {
        // One pass: the top carry wraps round with factor 19, because 2^255 = 19 (mod p).
        l1 += l0 >> 51;
        l2 += l1 >> 51;
        l3 += l2 >> 51;
        l4 += l3 >> 51;
        _l0 = (l0 & Mask) + (19 * (l4 >> 51));
        _l1 = l1 & Mask;
        _l2 = l2 & Mask;
        _l3 = l3 & Mask;
        _l4 = l4 & Mask;
    }

    public static Field25519 One => new(1, 0, 0, 0, 0);

    public bool IsZero
    {
        get
        {
            Span<ulong> limbs = stackalloc ulong[5];
            Canonical(limbs);
            return (limbs[0] | limbs[1] | limbs[2] | limbs[3] | limbs[4]) == 0;
        }
    }

    private bool IsOne
    {
        get
        {
            Span<ulong> limbs = stackalloc ulong[5];
            Canonical(limbs);
            return limbs[0] == 1 && (limbs[1] | limbs[2] | limbs[3] | limbs[4]) == 0;
        }
    }

    /// <summary>The low 255 bits of 32 bytes.</summary>
    public static Field25519 FromLittleEndian(ReadOnlySpan<byte> bytes)
    {
        var w0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var w1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var w2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        var w3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return new(
            w0 & Mask,
            ((w0 >> 51) | (w1 << 13)) & Mask,
            ((w1 >> 38) | (w2 << 26)) & Mask,
            ((w2 >> 25) | (w3 << 39)) & Mask,
            (w3 >> 12) & Mask);
    }

    public static Field25519 operator +(Field25519 a, Field25519 b) =>
        new(a._l0 + b._l0, a._l1 + b._l1, a._l2 + b._l2, a._l3 + b._l3, a._l4 + b._l4);

    // 4p is added first, so that no limb goes below zero.
    public static Field25519 operator -(Field25519 a, Field25519 b) => new(
        a._l0 + (4 * (Mask - 18)) - b._l0,
        a._l1 + (4 * Mask) - b._l1,
        a._l2 + (4 * Mask) - b._l2,
        a._l3 + (4 * Mask) - b._l3,
        a._l4 + (4 * Mask) - b._l4);

    public static Field25519 operator *(Field25519 a, Field25519 b)
    {
        ulong b1 = 19 * b._l1, b2 = 19 * b._l2, b3 = 19 * b._l3, b4 = 19 * b._l4;
        var r0 = Mul(a._l0, b._l0) + Mul(a._l1, b4) + Mul(a._l2, b3) + Mul(a._l3, b2) + Mul(a._l4, b1);
        var r1 = Mul(a._l0, b._l1) + Mul(a._l1, b._l0) + Mul(a._l2, b4) + Mul(a._l3, b3) + Mul(a._l4, b2);
        var r2 = Mul(a._l0, b._l2) + Mul(a._l1, b._l1) + Mul(a._l2, b._l0) + Mul(a._l3, b4) + Mul(a._l4, b3);
        var r3 = Mul(a._l0, b._l3) + Mul(a._l1, b._l2) + Mul(a._l2, b._l1) + Mul(a._l3, b._l0) + Mul(a._l4, b4);
        var r4 = Mul(a._l0, b._l4) + Mul(a._l1, b._l3) + Mul(a._l2, b._l2) + Mul(a._l3, b._l1) + Mul(a._l4, b._l0);
        r1 += r0 >> 51;
        r2 += r1 >> 51;
        r3 += r2 >> 51;
        r4 += r3 >> 51;
        // r4 >> 51 stays below 2^56, so the wrapped carry fits 64 bits.
        return new(
            ((ulong)r0 & Mask) + (19 * (ulong)(r4 >> 51)),
            (ulong)r1 & Mask,
            (ulong)r2 & Mask,
            (ulong)r3 & Mask,
            (ulong)r4 & Mask);
    }

    public Field25519 Square() => this * this;

    /// <summary>Euler's criterion: a^((p−1)/2) = 1, with (p−1)/2 = 2^254 − 10.</summary>
    public bool IsNonZeroSquare()
    {
        // 2^254 − 10 = 2^4·(2^250 − 1) + 6: 250 ones, then 0110.
        var ones = this;
        for (var i = 1; i < 250; i++) ones = ones.Square() * this;
        var power = ones.Square();
        power = power.Square() * this;
        power = power.Square() * this;
        return power.Square().IsOne;
    }

    private static UInt128 Mul(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return new UInt128(high, low);
    }

    private void Canonical(Span<ulong> limbs)
    {
        var once = new Field25519(_l0, _l1, _l2, _l3, _l4);
        ulong l0 = once._l0, l1 = once._l1, l2 = once._l2, l3 = once._l3, l4 = once._l4;

        // The quotient by p is 0 or 1: it is the carry out of the top limb of value + 19.
        var q = (l0 + 19) >> 51;
        q = (l1 + q) >> 51;
        q = (l2 + q) >> 51;
        q = (l3 + q) >> 51;
        q = (l4 + q) >> 51;
        l0 += 19 * q;
        l1 += l0 >> 51;
        l2 += l1 >> 51;
        l3 += l2 >> 51;
        l4 += l3 >> 51;
        limbs[0] = l0 & Mask;
        limbs[1] = l1 & Mask;
        limbs[2] = l2 & Mask;
        limbs[3] = l3 & Mask;
        limbs[4] = l4 & Mask;
    }
}
