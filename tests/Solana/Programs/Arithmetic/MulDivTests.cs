using System.Numerics;
using Orchestrator.Solana.Programs.Arithmetic;

namespace Orchestrator.Solana.Tests.Programs.Arithmetic;

public sealed class MulDivTests
{
    [Fact]
    public void Floor_and_ceiling_of_64_bits_agree_with_unbounded_integers() =>
        Gen.Select(U256Tests.Word, U256Tests.Word, U256Tests.Word).Sample((a, b, d) =>
        {
            var fits = Expected(a, b, d, ulong.MaxValue, out var floor, out var ceiling);
            Assert.Equal(fits.Floor, MulDiv.TryFloor(a, b, d, out var f));
            Assert.Equal(fits.Ceiling, MulDiv.TryCeiling(a, b, d, out var c));
            Assert.Equal(fits.Floor ? floor : 0, f);
            Assert.Equal(fits.Ceiling ? ceiling : 0, c);
        }, iter: 20_000);

    [Fact]
    public void Floor_and_ceiling_of_128_bits_agree_with_unbounded_integers() =>
        Gen.Select(U256Tests.Wide, U256Tests.Wide, U256Tests.Wide).Sample((a, b, d) =>
        {
            var fits = Expected((BigInteger)a, (BigInteger)b, (BigInteger)d, (BigInteger)UInt128.MaxValue, out var floor, out var ceiling);
            Assert.Equal(fits.Floor, MulDiv.TryFloor(a, b, d, out var f));
            Assert.Equal(fits.Ceiling, MulDiv.TryCeiling(a, b, d, out var c));
            Assert.Equal(fits.Floor ? floor : 0, (BigInteger)f);
            Assert.Equal(fits.Ceiling ? ceiling : 0, (BigInteger)c);
        }, iter: 20_000);

    [Fact]
    public void The_square_root_is_the_largest_whose_square_fits() =>
        U256Tests.Wide.Sample(value =>
        {
            var root = MulDiv.SquareRoot(value);
            Assert.True((BigInteger)root * root <= (BigInteger)value);
            Assert.True(((BigInteger)root + 1) * ((BigInteger)root + 1) > (BigInteger)value);
        }, iter: 20_000);

    [Fact]
    public void Price_impact_is_rounded_up_and_never_negative()
    {
        Assert.Equal(0m, PriceImpact.Bps(100, 100));
        Assert.Equal(0m, PriceImpact.Bps(101, 100));
        Assert.Equal(5_000m, PriceImpact.Bps(1, 2));
        Assert.Equal(3_333.3334m, PriceImpact.Bps(2, 3));
        Assert.Equal(10_000m, PriceImpact.Bps(0, U256.MaxValue));
    }

    private static (bool Floor, bool Ceiling) Expected(BigInteger a, BigInteger b, BigInteger d, BigInteger max, out BigInteger floor, out BigInteger ceiling)
    {
        floor = ceiling = 0;
        if (d == 0) return (false, false);
        floor = BigInteger.DivRem(a * b, d, out var rest);
        ceiling = rest == 0 ? floor : floor + 1;
        return (floor <= max, ceiling <= max);
    }
}
