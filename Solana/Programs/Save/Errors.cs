namespace Orchestrator.Solana.Programs.Save;

/// <summary>The program's custom errors, from 0 on.</summary>
/// <remarks>Source: solendprotocol/solana-program-library, token-lending/sdk/src/error.rs at 9ffd16dd.</remarks>
public static class SaveErrors
{
    private static readonly string[] Names = (
        "InstructionUnpackError AlreadyInitialized NotRentExempt InvalidMarketAuthority InvalidMarketOwner " +
        "InvalidAccountOwner InvalidTokenOwner InvalidTokenAccount InvalidTokenMint InvalidTokenProgram InvalidAmount " +
        "InvalidConfig InvalidSigner InvalidAccountInput MathOverflow TokenInitializeMintFailed " +
        "TokenInitializeAccountFailed TokenTransferFailed TokenMintToFailed TokenBurnFailed InsufficientLiquidity " +
        "ReserveCollateralDisabled ReserveStale WithdrawTooSmall WithdrawTooLarge BorrowTooSmall BorrowTooLarge " +
        "RepayTooSmall LiquidationTooSmall ObligationHealthy ObligationStale ObligationReserveLimit " +
        "InvalidObligationOwner ObligationDepositsEmpty ObligationBorrowsEmpty ObligationDepositsZero " +
        "ObligationBorrowsZero InvalidObligationCollateral InvalidObligationLiquidity ObligationCollateralEmpty " +
        "ObligationLiquidityEmpty NegativeInterestRate InvalidOracleConfig InvalidFlashLoanReceiverProgram " +
        "NotEnoughLiquidityAfterFlashLoan NullOracleConfig InsufficientProtocolFeesToRedeem FlashBorrowCpi " +
        "NoFlashRepayFound InvalidFlashRepay FlashRepayCpi MultipleFlashBorrows FlashLoansDisabled " +
        "DeprecatedInstruction OutflowRateLimitExceeded NotWhitelistedLiquidator IsolatedTierAssetViolation " +
        "BorrowAttributionLimitExceeded BorrowAttributionLimitNotExceeded"
    ).Split(' ');

    public static string? Name(uint code) => code < Names.Length ? Names[code] : null;
}
