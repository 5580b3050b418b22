using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.Save;

/// <summary>First byte of an instruction.</summary>
public enum SaveTag : byte
{
    InitLendingMarket = 0, SetLendingMarketOwnerAndConfig = 1, InitReserve = 2, RefreshReserve = 3, DepositReserveLiquidity = 4,
    RedeemReserveCollateral = 5, InitObligation = 6, RefreshObligation = 7, DepositObligationCollateral = 8, WithdrawObligationCollateral = 9,
    BorrowObligationLiquidity = 10, RepayObligationLiquidity = 11, LiquidateObligation = 12, FlashLoan = 13,
    DepositReserveLiquidityAndObligationCollateral = 14, WithdrawObligationCollateralAndRedeemReserveCollateral = 15, UpdateReserveConfig = 16,
    LiquidateObligationAndRedeemReserveCollateral = 17, RedeemFees = 18, FlashBorrowReserveLiquidity = 19, FlashRepayReserveLiquidity = 20,
    ForgiveDebt = 21, UpdateMarketMetadata = 22, SetObligationCloseabilityStatus = 23, DonateToReserve = 24,
}

/// <summary>Builds flash loans, deposits and withdrawals.</summary>
/// <remarks>Source: solendprotocol/solana-program-library, token-lending/sdk/src/instruction.rs at 9ffd16dd.</remarks>
public static class SaveInstructions
{
    /// <summary>A tag and an amount.</summary>
    private const int AmountSize = 9;

    /// <summary>Must be a top-level instruction; the loan goes to <paramref name="destination"/>.</summary>
    public static Instruction FlashBorrow(PublicKey reserve, SaveReserve state, PublicKey destination, ulong amount) =>
        new(ProgramIds.Save,
            [
                AccountMeta.Writable(state.LiquiditySupply), AccountMeta.Writable(destination), AccountMeta.Writable(reserve),
                AccountMeta.ReadOnly(state.Market), AccountMeta.ReadOnly(SaveMarket.Authority(state.Market)),
                AccountMeta.ReadOnly(Sysvars.Instructions), AccountMeta.ReadOnly(ProgramIds.Token),
            ],
            Data(SaveTag.FlashBorrowReserveLiquidity, amount));

    /// <summary>Must be a top-level instruction behind the borrow it repays.</summary>
    /// <param name="hostFeeReceiver">Any token account of the reserve's mint.</param>
    /// <param name="loan">
    /// The loan without its fee, exactly as it was borrowed, and where the borrow stands among all instructions of the message, compute-budget ones included.
    /// </param>
    public static Instruction FlashRepay(
        PublicKey reserve, SaveReserve state, PublicKey source, PublicKey hostFeeReceiver, PublicKey authority, (ulong Amount, byte BorrowIndex) loan)
    {
        var data = Data(SaveTag.FlashRepayReserveLiquidity, loan.Amount, AmountSize + 1);
        data[AmountSize] = loan.BorrowIndex;
        return new Instruction(
            ProgramIds.Save,
            [
                AccountMeta.Writable(source), AccountMeta.Writable(state.LiquiditySupply), AccountMeta.Writable(state.FeeReceiver),
                AccountMeta.Writable(hostFeeReceiver), AccountMeta.Writable(reserve), AccountMeta.ReadOnly(state.Market), AccountMeta.Signer(authority),
                AccountMeta.ReadOnly(Sysvars.Instructions), AccountMeta.ReadOnly(ProgramIds.Token),
            ],
            data);
    }

    /// <summary>Must come in the same transaction before a deposit or withdrawal, unless the reserve was refreshed in the same slot.</summary>
    public static Instruction RefreshReserve(PublicKey reserve, SaveReserve state)
    {
        AccountMeta[] accounts = [AccountMeta.Writable(reserve), AccountMeta.ReadOnly(state.PythOracle), AccountMeta.ReadOnly(state.SwitchboardOracle)];
        return new Instruction(
            ProgramIds.Save,
            state.ExtraOracle == default ? [.. accounts] : [.. accounts, AccountMeta.ReadOnly(state.ExtraOracle)],
            new[] { (byte)SaveTag.RefreshReserve });
    }

    /// <summary>Lends own tokens to the reserve for collateral tokens.</summary>
    public static Instruction Deposit(PublicKey reserve, SaveReserve state, PublicKey sourceLiquidity, PublicKey destinationCollateral, PublicKey authority, ulong liquidity) =>
        new(ProgramIds.Save,
            [
                AccountMeta.Writable(sourceLiquidity), AccountMeta.Writable(destinationCollateral), AccountMeta.Writable(reserve),
                AccountMeta.Writable(state.LiquiditySupply), AccountMeta.Writable(state.CollateralMint), AccountMeta.ReadOnly(state.Market),
                AccountMeta.ReadOnly(SaveMarket.Authority(state.Market)), AccountMeta.Signer(authority), AccountMeta.ReadOnly(ProgramIds.Token),
            ],
            Data(SaveTag.DepositReserveLiquidity, liquidity));

    /// <summary>Takes lent tokens back for collateral tokens. The market is writable because its outflow is limited.</summary>
    public static Instruction Redeem(PublicKey reserve, SaveReserve state, PublicKey sourceCollateral, PublicKey destinationLiquidity, PublicKey authority, ulong collateral) =>
        new(ProgramIds.Save,
            [
                AccountMeta.Writable(sourceCollateral), AccountMeta.Writable(destinationLiquidity), AccountMeta.Writable(reserve),
                AccountMeta.Writable(state.CollateralMint), AccountMeta.Writable(state.LiquiditySupply), AccountMeta.Writable(state.Market),
                AccountMeta.ReadOnly(SaveMarket.Authority(state.Market)), AccountMeta.Signer(authority), AccountMeta.ReadOnly(ProgramIds.Token),
            ],
            Data(SaveTag.RedeemReserveCollateral, collateral));

    private static byte[] Data(SaveTag tag, ulong amount, int size = AmountSize)
    {
        var data = new byte[size];
        data[0] = (byte)tag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        return data;
    }
}
