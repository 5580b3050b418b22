using System.Numerics;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Tests.Capital;

namespace Orchestrator.Domain.Tests.Money;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("1.5", MoneyTextOutcome.Read, 1_500_000_000)]
    [InlineData("0.000000001", MoneyTextOutcome.Read, 1)]
    [InlineData("0.0000000010", MoneyTextOutcome.Read, 1)]
    [InlineData("0.0000000001", MoneyTextOutcome.Fractional, 0)]
    [InlineData("-1", MoneyTextOutcome.Negative, 0)]
    [InlineData("18446744073709551616", MoneyTextOutcome.TooLarge, 0)]
    [InlineData("9223372036.854775808", MoneyTextOutcome.TooLarge, 0)]
    [InlineData("9223372036.854775807", MoneyTextOutcome.Read, long.MaxValue)]
    [InlineData("1e3", MoneyTextOutcome.NotANumber, 0)]
    [InlineData("1,5", MoneyTextOutcome.NotANumber, 0)]
    [InlineData("", MoneyTextOutcome.NotANumber, 0)]
    [InlineData(".", MoneyTextOutcome.NotANumber, 0)]
    public void Sol_is_read_exactly_or_refused_by_name(string text, MoneyTextOutcome outcome, long lamports)
    {
        Assert.Equal(outcome, MoneyText.TryReadSol(text, negativeAllowed: false, out var amount));
        Assert.Equal(lamports, amount.Value);
    }

    [Theory]
    [InlineData("18446744073709551615", MoneyTextOutcome.Read)]
    [InlineData("18446744073709551616", MoneyTextOutcome.TooLarge)]
    [InlineData("0.5", MoneyTextOutcome.Fractional)]
    [InlineData("-1", MoneyTextOutcome.Negative)]
    public void Base_units_go_to_the_last_of_64_bits(string text, MoneyTextOutcome outcome) =>
        Assert.Equal(outcome, MoneyText.TryReadUnits(text, out _));

    [Fact]
    public void What_is_written_in_sol_is_read_back() => Gen.Long.Sample(value =>
    {
        Assert.Equal(MoneyTextOutcome.Read, MoneyText.TryReadSol(new Lamports(value).ToSolString(), negativeAllowed: true, out var read));
        Assert.Equal(value, read.Value);
    });

    [Fact]
    public void Arithmetic_never_wraps()
    {
        Assert.Throws<OverflowException>(() => new Lamports(long.MaxValue) + new Lamports(1));
        Assert.Throws<OverflowException>(() => new Lamports(long.MinValue) - new Lamports(1));
        Assert.Throws<OverflowException>(() => -new Lamports(long.MinValue));
        Assert.Throws<OverflowException>(() => BaseUnits.Zero - new BaseUnits(1));
        Assert.Throws<OverflowException>(() => new SignedUnits(Int128.MaxValue) + new SignedUnits(1));
        Assert.Throws<ArgumentException>(() => Lamports.FromSol(0.0000000001m));
    }

    [Fact]
    public void Quotients_agree_with_big_integers() => Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong[1, ulong.MaxValue]).Sample((a, b, d) =>
    {
        var exact = (BigInteger)a * b / d;
        if (exact > ulong.MaxValue) Assert.Throws<OverflowException>(() => ExactMath.MulDivFloor(a, b, d));
        else Assert.Equal((ulong)exact, ExactMath.MulDivFloor(a, b, d));
        var up = ((BigInteger)a * b + d - 1) / d;
        if (up <= ulong.MaxValue) Assert.Equal((ulong)up, ExactMath.MulDivCeiling(a, b, d));
    });

    [Theory]
    [InlineData(-7, 2, -4, -3)]
    [InlineData(7, 2, 3, 4)]
    [InlineData(-7, -2, 3, 4)]
    [InlineData(6, 2, 3, 3)]
    public void Rounding_goes_where_it_says(int a, int d, int floor, int ceiling) =>
        Assert.Equal((floor, ceiling), ((int)ExactMath.FloorDiv(a, d), (int)ExactMath.CeilingDiv(a, d)));

    [Theory]
    [InlineData("So11111111111111111111111111111111111111112", true)]
    [InlineData("So1111111111111111111111111111111111111111O", false)]
    [InlineData("short", false)]
    [InlineData(null, false)]
    public void A_mint_is_base58_of_the_right_length(string? text, bool isMint) => Assert.Equal(isMint, Mint.TryParse(text, out _));

    [Theory]
    [InlineData(1_700_000_000, EventTimeOutcome.Read)]
    [InlineData(1_700_000_000_000, EventTimeOutcome.Read)]
    [InlineData(1_700_000_000_000_000, EventTimeOutcome.Read)]
    [InlineData(1_700_000_000_000_000_000, EventTimeOutcome.Read)]
    [InlineData(0, EventTimeOutcome.TooSmall)]
    [InlineData(-1, EventTimeOutcome.TooSmall)]
    [InlineData(1_900_000_000, EventTimeOutcome.InFuture)]
    [InlineData(999_999_999_999, EventTimeOutcome.TooLarge)]
    public void Times_are_told_apart_by_magnitude(long unix, EventTimeOutcome outcome)
    {
        Assert.Equal(outcome, EventTime.TryRead(unix, Ledger.Noon, out var at));
        if (outcome == EventTimeOutcome.Read) Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), at);
    }

    [Fact]
    public void Five_seconds_ahead_are_tolerated_and_no_more()
    {
        Assert.False(EventTime.IsInFuture(Ledger.Noon.AddSeconds(5), Ledger.Noon));
        Assert.True(EventTime.IsInFuture(Ledger.Noon.AddSeconds(5).AddTicks(1), Ledger.Noon));
    }

    [Fact]
    public void An_id_tells_when_it_was_made()
    {
        var id = Ledger.IdAt(Ledger.Noon, 7);
        Assert.True(id.IsVersion7);
        Assert.Equal(Ledger.Noon, id.CreatedAt);
        Assert.Equal(Guid.CreateVersion7(Ledger.Noon).ToString()[..13], id.ToString()[..13]);
        Assert.True(OpportunityId.TryParse(id.ToString(), out var read) && read == id);
    }
}
