using System.Numerics;
using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Tests.Programs.Arithmetic;

public sealed class U256Tests
{
    private static readonly BigInteger Modulus = BigInteger.One << 256;

    private static readonly Gen<ulong> Edges = Gen.Int[0, 7].Select(i => new[] { 0UL, 1UL, ulong.MaxValue, ulong.MaxValue - 1, 1UL << 63, uint.MaxValue, 1UL << 32, 0x8000000000000001UL }[i]);

    /// <summary>Words that make carries, borrows and the rare correction step of the division happen.</summary>
    internal static readonly Gen<ulong> Word = Gen.OneOf(Gen.ULong, Edges);
    internal static readonly Gen<UInt128> Wide = Gen.Select(Word, Word, (h, l) => new UInt128(h, l));
    private static readonly Gen<U256> Any = Gen.Select(Wide, Wide, Gen.Int[0, 255], (h, l, shift) => new U256(h, l) >> shift);

    [Fact]
    public void Sums_products_shifts_and_differences_agree_with_unbounded_integers() =>
        Gen.Select(Any, Any, Gen.Int[0, 260]).Sample((a, b, shift) =>
        {
            BigInteger x = a.ToBigInteger(), y = b.ToBigInteger();
            Assert.Equal(x + y < Modulus, U256.TryAdd(a, b, out var sum));
            if (x + y < Modulus) Assert.Equal(x + y, sum.ToBigInteger());
            Assert.Equal(x * (BigInteger)b.Low < Modulus, U256.TryMultiply(a, b.Low, out var product));
            if (x * (BigInteger)b.Low < Modulus) Assert.Equal(x * (BigInteger)b.Low, product.ToBigInteger());
            Assert.Equal((BigInteger)a.Low * (BigInteger)b.Low, U256.Multiply(a.Low, b.Low).ToBigInteger());
            Assert.Equal(x >> shift, (a >> shift).ToBigInteger());
            Assert.Equal(x << shift < Modulus, U256.TryShiftLeft(a, shift, out var shifted));
            if (x << shift < Modulus) Assert.Equal(x << shift, shifted.ToBigInteger());
            Assert.Equal(x.CompareTo(y), a.CompareTo(b));
            if (x >= y) Assert.Equal(x - y, (a - b).ToBigInteger());
            else Assert.Throws<OverflowException>(() => a - b);
        }, iter: 20_000);

    [Fact]
    public void Quotient_and_remainder_agree_with_unbounded_integers() =>
        Gen.Select(Any, Any).Sample((a, b) =>
        {
            if (b.IsZero) { Assert.Throws<DivideByZeroException>(() => a / b); return; }
            var (q, r) = U256.DivRem(a, b);
            var expected = BigInteger.DivRem(a.ToBigInteger(), b.ToBigInteger(), out var rest);
            Assert.Equal(expected, q.ToBigInteger());
            Assert.Equal(rest, r.ToBigInteger());
        }, iter: 50_000);

    [Fact]
    public void A_product_of_512_bits_is_divided_exactly() =>
        Gen.Select(Any, Any, Any, Gen.Bool).Sample((a, b, d, roundUp) =>
        {
            var expected = BigInteger.Zero;
            if (!d.IsZero)
            {
                expected = BigInteger.DivRem(a.ToBigInteger() * b.ToBigInteger(), d.ToBigInteger(), out var rest);
                if (roundUp && !rest.IsZero) expected++;
            }
            var fits = !d.IsZero && expected < Modulus;
            Assert.Equal(fits, U256.TryMulDiv(a, b, d, roundUp, out var result));
            Assert.Equal(fits ? expected : 0, result.ToBigInteger());
        }, iter: 50_000);

    [Fact]
    public void Division_corrects_an_estimate_that_is_one_too_large()
    {
        // The add-back step of algorithm D is taken about twice in 2^32 random divisions; these limbs force it.
        var dividend = new U256(new UInt128(0, 0x7FFFFFFF_80000000), new UInt128(0, 0));
        var divisor = new U256(0, new UInt128(0x80000000, 0x00000000_00000001));
        var expected = BigInteger.DivRem(dividend.ToBigInteger(), divisor.ToBigInteger(), out var rest);
        var (q, r) = U256.DivRem(dividend, divisor);
        Assert.Equal((expected, rest), (q.ToBigInteger(), r.ToBigInteger()));
    }

    [Fact]
    public void Multiplication_and_division_allocate_nothing()
    {
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Run()
        {
            var a = U256.Multiply(UInt128.MaxValue - 5, UInt128.MaxValue / 3);
            for (var i = 0; i < 100; i++) a /= U256.Multiply((UInt128)i + 1, (ulong)i + 7);
            Assert.True(a.IsZero);
        }
    }
}
