using System.Numerics;
using Orchestrator.Solana.Programs.RaydiumCpmm;
using Orchestrator.Solana.Programs.Save;
using Orchestrator.Solana.Programs.Token2022;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Solana.Tests.Simulation;

public sealed class ExactMathTests
{
    // The first three by hand: fee = ceil(in · ppm / 10^6), net = in − fee, out = floor(y · net / (x + net)).
    [Theory]
    [InlineData(1_000_000, 2_000_000, 10_000, 2_500, 19_752)] // fee 25, net 9,975, out = 2,000,000·9,975 / 1,009,975 = 19,752.9
    [InlineData(1_000, 1_000, 1, 2_500, 0)] // the fee takes it all
    [InlineData(1_000, 1_000_000, 2, 2_500, 999)] // fee 1, net 1, out = 1,000,000 / 1,001 = 999.0
    [InlineData(0, 5, 5, 0, 0)]
    [InlineData(5, 0, 5, 0, 0)]
    public void A_swap_gives_what_hand_computation_gives(ulong x, ulong y, ulong amountIn, uint fee, ulong expected) =>
        Assert.Equal(expected, ConstantProduct.SwapBaseIn(x, y, amountIn, fee));

    [Fact]
    public void A_swap_equals_unbounded_integers_and_never_lowers_the_product() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.ULong, Gen.UInt[0, 1_000_000]).Sample((x, y, amountIn, fee) =>
        {
            var output = ConstantProduct.SwapBaseIn(x, y, amountIn, fee);
            BigInteger charged = (((BigInteger)amountIn * fee) + 999_999) / 1_000_000;
            var net = amountIn - charged;
            var refused = x == 0 || y == 0 || net <= 0 || (BigInteger)x + amountIn > ulong.MaxValue;
            Assert.Equal(refused ? 0 : y * net / (x + net), output);
            Assert.True((x + (BigInteger)amountIn) * (y - (BigInteger)output) >= (BigInteger)x * y || refused);
        }, iter: 100_000);

    [Theory]
    [InlineData(1_000_000_000_000, 500_000_000_000_000, 20, 500_000_000, 100_000_000)]
    [InlineData(1_000_000, 3_000_000_000_000_000, 20, 3_000, 600)]
    [InlineData(1_000, 1, 0, 1, 0)] // at least 1
    [InlineData(1_000, 1, 20, 2, 1)] // at least 2 with a host, who gets at least 1
    [InlineData(2_999, 500_000_000_000_000, 0, 1, 0)] // 1.4995 rounds down
    [InlineData(3_000, 500_000_000_000_000, 0, 2, 0)] // 1.5 rounds up
    public void The_flash_loan_fee_is_rounded_as_save_rounds_it(ulong amount, ulong wad, byte host, ulong total, ulong hostShare) =>
        Assert.Equal(new FlashLoanQuote(FlashLoanRefusal.None, amount, total - hostShare, hostShare), SaveFlashLoan.Charge(amount, wad, host));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_flash_loan_that_its_fee_would_eat_is_refused(ulong amount) =>
        Assert.Equal(FlashLoanRefusal.BorrowTooSmall, SaveFlashLoan.Charge(amount, 500_000_000_000_000, 20).Refusal);

    [Fact]
    public void What_the_scan_estimates_with_is_what_the_pool_s_program_gives() =>
        Gen.Select(Gen.ULong[1, ulong.MaxValue / 2], Gen.ULong[1, ulong.MaxValue / 2], Gen.ULong[0, ulong.MaxValue / 2], Gen.UInt[0, 999_999]).Sample((x, y, amountIn, fee) =>
        {
            var quote = RaydiumCpmmQuote.ExactIn(amountIn, new CpmmSide(x, y, fee, 0, true, TransferFee.None, TransferFee.None));
            Assert.Equal(quote.IsRefused ? 0 : quote.AmountOut, ConstantProduct.SwapBaseIn(x, y, amountIn, fee));
        }, iter: 20_000);

    [Fact]
    public void Opening_prices_are_lamports_per_base_unit()
    {
        var tokens = VenueToken.All;
        Assert.Equal(VenueToken.PriceUnit, tokens[VenueToken.Sol].OpeningPrice);
        Assert.Equal(6_666_666_666_666ul, tokens[VenueToken.Usdc].OpeningPrice); // 1 USDC = 1/150 SOL, six decimals
        Assert.Equal(1_333_333_333ul, tokens[3].OpeningPrice); // BONK: 0.00002 / 150 SOL, five decimals
    }
}
