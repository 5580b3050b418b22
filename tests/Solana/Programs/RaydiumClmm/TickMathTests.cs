using System.Numerics;
using Orchestrator.Solana.Programs.RaydiumClmm;

namespace Orchestrator.Solana.Tests.Programs.RaydiumClmm;

public sealed class TickMathTests
{
    private static readonly Gen<int> Tick = Gen.Int[TickMath.MinTick, TickMath.MaxTick];

    /// <summary>The bounds are stated in the program beside its formula.</summary>
    [Fact]
    public void The_ends_have_the_prices_the_program_states()
    {
        Assert.Equal(TickMath.MinSqrtPrice, TickMath.SqrtPriceAt(TickMath.MinTick));
        Assert.Equal(TickMath.MaxSqrtPrice, TickMath.SqrtPriceAt(TickMath.MaxTick));
        Assert.Equal(UInt128.One << 64, TickMath.SqrtPriceAt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TickMath.SqrtPriceAt(TickMath.MaxTick + 1));
        Assert.False(TickMath.TryTickAt(TickMath.MaxSqrtPrice, out _));
        Assert.False(TickMath.TryTickAt(TickMath.MinSqrtPrice - 1, out _));
    }

    [Fact]
    public void A_price_is_the_power_of_its_tick() => Tick.Sample(tick =>
    {
        var expected = Math.Pow(1.0001, tick / 2.0);
        var actual = (double)(BigInteger)TickMath.SqrtPriceAt(tick) / Math.Pow(2, 64);
        Assert.InRange(actual / expected, 1 - 1e-7, 1 + 1e-7);
    }, iter: 5_000);

    [Fact]
    public void The_tick_of_a_price_is_the_greatest_not_above_it() => Gen.Select(Tick, Gen.Double[0, 1]).Sample((tick, part) =>
    {
        if (tick == TickMath.MaxTick) return;
        UInt128 low = TickMath.SqrtPriceAt(tick), high = TickMath.SqrtPriceAt(tick + 1);
        Assert.True(low < high);
        var price = low + (UInt128)((double)(high - low) * part);
        foreach (var at in new[] { low, high - 1, price >= high ? high - 1 : price })
        {
            Assert.True(TickMath.TryTickAt(at, out var found));
            Assert.Equal(tick, found);
        }
    }, iter: 20_000);
}
