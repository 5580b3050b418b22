using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Save;

namespace Orchestrator.Solana.Tests.Programs.Save;

public sealed class FlashLoanTests
{
    private static readonly SaveReserve Any = new()
    {
        Version = 1, LastUpdateSlot = 0, IsStale = false, Market = Accounts.Key(1), Mint = Accounts.Key(2), Decimals = 6, LiquiditySupply = Accounts.Key(3),
        PythOracle = Accounts.Key(4), SwitchboardOracle = Accounts.Key(5), Available = ulong.MaxValue, BorrowedWads = 0, CumulativeBorrowRateWads = 0,
        MarketPriceWads = 0, CollateralMint = Accounts.Key(6), CollateralMintSupply = 0, CollateralSupply = Accounts.Key(7), BorrowFeeWad = 0,
        FlashLoanFeeWad = 500_000_000_000_000, HostFeePercentage = 20, DepositLimit = 0, BorrowLimit = 0, FeeReceiver = Accounts.Key(8),
        ProtocolFeesWads = 0, ExtraOracle = default,
    };

    [Theory]
    [InlineData(1_000_000_000UL, 500_000_000_000_000UL, 20, 400_000UL, 100_000UL)]
    [InlineData(1_000UL, 500_000_000_000_000UL, 20, 1UL, 1UL)]
    [InlineData(1_000UL, 500_000_000_000_000UL, 0, 1UL, 0UL)]
    [InlineData(7_000UL, 500_000_000_000_000UL, 20, 3UL, 1UL)]
    [InlineData(1_000_000UL, 0UL, 20, 0UL, 0UL)]
    public void Fees_are_rounded_half_up_with_one_unit_at_least_for_each(ulong amount, ulong feeWad, int hostPercent, ulong origination, ulong host) =>
        Assert.Equal(
            new FlashLoanQuote(FlashLoanRefusal.None, amount, origination, host),
            SaveFlashLoan.Quote(Any with { FlashLoanFeeWad = feeWad, HostFeePercentage = (byte)hostPercent }, amount));

    [Fact]
    public void What_the_program_would_fail_is_refused_by_name()
    {
        Assert.Equal(FlashLoanRefusal.ZeroAmount, SaveFlashLoan.Quote(Any, 0).Refusal);
        Assert.Equal(FlashLoanRefusal.Disabled, SaveFlashLoan.Quote(Any with { FlashLoanFeeWad = SaveReserve.FlashLoansOff }, 5).Refusal);
        Assert.Equal(FlashLoanRefusal.InsufficientLiquidity, SaveFlashLoan.Quote(Any with { Available = 9 }, 10).Refusal);
        Assert.Equal(FlashLoanRefusal.BorrowTooSmall, SaveFlashLoan.Quote(Any, 2).Refusal);
        Assert.Equal(FlashLoanRefusal.Overflow, SaveFlashLoan.Quote(Any, ulong.MaxValue).Refusal);
    }

    [Fact]
    public void A_larger_loan_never_costs_less() => Gen.Select(Gen.ULong, Gen.ULong[0, 1_000_000], Gen.ULong[1, 100_000_000_000_000_000], Gen.Byte[0, 100]).Sample((amount, more, fee, host) =>
    {
        var reserve = Any with { FlashLoanFeeWad = fee, HostFeePercentage = host };
        if (amount > ulong.MaxValue - more) return;
        FlashLoanQuote less = SaveFlashLoan.Quote(reserve, amount), greater = SaveFlashLoan.Quote(reserve, amount + more);
        if (less.IsRefused || greater.IsRefused) return;
        Assert.True(greater.Fee >= less.Fee);
        Assert.True(less.HostFee <= less.Fee);
    }, iter: 20_000);

    [Fact]
    public void What_is_built_is_read_again()
    {
        var program = new SaveProgram();
        DecodedInstruction Read(Solana.Transactions.Instruction built)
        {
            PublicKey[] accounts = [.. built.Accounts.Select(a => a.Key)];
            Assert.Equal(DecodeRefusal.None, program.ReadInstruction(new InstructionView(built.ProgramId, accounts, built.Data.Span), out var decoded));
            return decoded!;
        }
        var borrow = Read(SaveInstructions.FlashBorrow(Accounts.Key(9), Any, Accounts.Key(10), 77));
        Assert.Equal("flash_borrow_reserve_liquidity", borrow.Name);
        Assert.Equal([new Field("liquidity_amount", 77UL)], borrow.Fields);
        var repay = Read(SaveInstructions.FlashRepay(Accounts.Key(9), Any, Accounts.Key(10), Accounts.Key(11), Accounts.Key(12), (77, 2)));
        Assert.Equal([new Field("liquidity_amount", 77UL), new Field("borrow_instruction_index", (byte)2)], repay.Fields);
        Assert.Equal("deposit_reserve_liquidity", Read(SaveInstructions.Deposit(Accounts.Key(9), Any, Accounts.Key(10), Accounts.Key(11), Accounts.Key(12), 5)).Name);
        Assert.Equal("redeem_reserve_collateral", Read(SaveInstructions.Redeem(Accounts.Key(9), Any, Accounts.Key(10), Accounts.Key(11), Accounts.Key(12), 5)).Name);
        Assert.Equal("refresh_reserve", Read(SaveInstructions.RefreshReserve(Accounts.Key(9), Any)).Name);
    }
}
