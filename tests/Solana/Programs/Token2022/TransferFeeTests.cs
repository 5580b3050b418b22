using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Tests.Programs.Token2022;

public sealed class TransferFeeTests
{
    private static readonly Gen<TransferFee> Fees = Gen.Select(Gen.UShort[0, 10_000], Gen.OneOf(Gen.ULong, Gen.ULong[0, 1_000]), (bps, max) => new TransferFee(bps, max));

    [Theory]
    [InlineData(0, 0UL, 1_000UL, 0UL)]
    [InlineData(1, 5_000UL, 1UL, 1UL)]
    [InlineData(1, 5_000UL, 10_000UL, 1UL)]
    [InlineData(1, 5_000UL, 10_001UL, 2UL)]
    [InlineData(100, 5UL, 1_000UL, 5UL)]
    [InlineData(10_000, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue)]
    public void The_fee_is_rounded_up_and_capped(int bps, ulong max, ulong amount, ulong fee) =>
        Assert.Equal(fee, new TransferFee((ushort)bps, max).Of(amount));

    [Fact]
    public void What_is_sent_for_an_amount_delivers_at_least_that_amount() =>
        Gen.Select(Fees, Gen.OneOf(Gen.ULong, Gen.ULong[0, 100_000])).Sample((fee, received) =>
        {
            if (!fee.TryAmountFor(received, out var sent)) return;
            Assert.True(sent - fee.Of(sent) >= received, $"{fee} {received} {sent}");
        }, iter: 50_000);

    [Fact]
    public void An_amount_that_no_transfer_can_deliver_has_no_answer()
    {
        Assert.False(new TransferFee(1, ulong.MaxValue).TryAmountFor(ulong.MaxValue, out _));
        Assert.False(new TransferFee(10_000, ulong.MaxValue).TryAmountFor(1, out _));
    }
}
