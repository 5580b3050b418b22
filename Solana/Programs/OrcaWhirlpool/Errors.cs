namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>The program's custom errors, from 6000 on.</summary>
/// <remarks>Source: orca-so/whirlpools, programs/whirlpool/src/errors.rs at 630c0e01.</remarks>
public static class WhirlpoolErrors
{
    public const uint First = 6000;

    private static readonly string[] Names = (
        "InvalidEnum InvalidStartTick TickArrayExistInPool TickArrayIndexOutofBounds InvalidTickSpacing " +
        "ClosePositionNotEmpty DivideByZero NumberCastError NumberDownCastError TickNotFound InvalidTickIndex " +
        "SqrtPriceOutOfBounds LiquidityZero LiquidityTooHigh LiquidityOverflow LiquidityUnderflow LiquidityNetError " +
        "TokenMaxExceeded TokenMinSubceeded MissingOrInvalidDelegate InvalidPositionTokenAmount " +
        "InvalidTimestampConversion InvalidTimestamp InvalidTickArraySequence InvalidTokenMintOrder " +
        "RewardNotInitialized InvalidRewardIndex RewardVaultAmountInsufficient FeeRateMaxExceeded " +
        "ProtocolFeeRateMaxExceeded MultiplicationShiftRightOverflow MulDivOverflow MulDivInvalidInput " +
        "MultiplicationOverflow InvalidSqrtPriceLimitDirection ZeroTradableAmount AmountOutBelowMinimum " +
        "AmountInAboveMaximum TickArraySequenceInvalidIndex AmountCalcOverflow AmountRemainingOverflow " +
        "InvalidIntermediaryMint DuplicateTwoHopPool InvalidBundleIndex BundledPositionAlreadyOpened " +
        "BundledPositionAlreadyClosed PositionBundleNotDeletable UnsupportedTokenMint RemainingAccountsInvalidSlice " +
        "RemainingAccountsInsufficient NoExtraAccountsForTransferHook IntermediateTokenAmountMismatch " +
        "TransferFeeCalculationError RemainingAccountsDuplicatedAccountsType FullRangeOnlyPool " +
        "TooManySupplementalTickArrays DifferentWhirlpoolTickArrayAccount PartialFillError PositionNotLockable " +
        "OperationNotAllowedOnLockedPosition SameTickRangeNotAllowed InvalidAdaptiveFeeConstants InvalidFeeTierIndex " +
        "InvalidTradeEnableTimestamp TradeIsNotEnabled RentCalculationError FeatureIsNotEnabled " +
        "PositionWithTokenExtensionsRequired AdaptiveFeeConstantsUnchanged PriceSlippageOutOfBounds"
    ).Split(' ');

    public static string? Name(uint code) => code >= First && code - First < Names.Length ? Names[code - First] : null;
}
