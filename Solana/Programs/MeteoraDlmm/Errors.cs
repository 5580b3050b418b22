namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>The program's custom errors, from 6000 on.</summary>
/// <remarks>Source: MeteoraAg/dlmm-sdk, idls/dlmm.json (program 0.12.0) at fb02e51a.</remarks>
public static class DlmmErrors
{
    public const uint First = 6000;

    private static readonly string[] Names = (
        "InvalidStartBinIndex InvalidBinId InvalidInput ExceededAmountSlippageTolerance ExceededBinSlippageTolerance " +
        "CompositionFactorFlawed NonPresetBinStep ZeroLiquidity InvalidPosition BinArrayNotFound InvalidTokenMint " +
        "InvalidAccountForSingleDeposit PairInsufficientLiquidity InvalidFeeOwner InvalidFeeWithdrawAmount InvalidAdmin " +
        "IdenticalFeeOwner InvalidBps MathOverflow TypeCastFailed InvalidRewardIndex InvalidRewardDuration " +
        "RewardInitialized RewardUninitialized IdenticalFunder RewardCampaignInProgress IdenticalRewardDuration " +
        "InvalidBinArray NonContinuousBinArrays InvalidRewardVault NonEmptyPosition UnauthorizedAccess " +
        "InvalidFeeParameter MissingOracle InsufficientSample InvalidLookupTimestamp " +
        "BitmapExtensionAccountIsNotProvided CannotFindNonZeroLiquidityBinArrayId BinIdOutOfBound InsufficientOutAmount " +
        "InvalidPositionWidth ExcessiveFeeUpdate PoolDisabled InvalidPoolType ExceedMaxWhitelist InvalidIndex " +
        "RewardNotEnded MustWithdrawnIneligibleReward UnauthorizedAddress OperatorsAreTheSame " +
        "WithdrawToWrongTokenAccount WrongRentReceiver AlreadyPassActivationPoint ExceedMaxSwappedAmount " +
        "InvalidStrategyParameters LiquidityLocked BinRangeIsNotEmpty NotExactAmountOut InvalidActivationType " +
        "InvalidActivationDuration MissingTokenAmountAsTokenLaunchProof InvalidQuoteToken InvalidBinStep InvalidBaseFee " +
        "InvalidPreActivationDuration AlreadyPassPreActivationSwapPoint InvalidStatus ExceededMaxOracleLength " +
        "InvalidMinimumLiquidity NotSupportMint UnsupportedMintExtension UnsupportNativeMintToken2022 UnmatchTokenMint " +
        "UnsupportedTokenMint InsufficientRemainingAccounts InvalidRemainingAccountSlice " +
        "DuplicatedRemainingAccountTypes MissingRemainingAccountForTransferHook NoTransferHookProgram ZeroFundedAmount " +
        "InvalidSide InvalidResizeLength NotSupportAtTheMoment InvalidRebalanceParameters InvalidRewardAccounts " +
        "UndeterminedError ReallocExceedMaxLengthPerInstruction InvalidBaseFeeMantissa InvalidPositionOwner " +
        "InvalidPoolAddress InvalidTokenBadgeType InvalidTransferHookAuthority AmountXIsNegative AmountYIsNegative " +
        "InvalidPoolCreator InvalidFunctionType InvalidPermission IncorrectATA InvalidWithdrawProtocolFeeZapAccounts " +
        "MintRestrictedFromZap CpiDisabled MissingZapOutInstruction InvalidZapAccounts InvalidZapOutParameters " +
        "InsufficientInAmount InvalidPlaceLimitOrderParameters InvalidLimitOrderOwner InvalidCancelLimitOrderParameters " +
        "CannotFindLimitOrderByBinId CancelNonEmptyLimitOrder InvalidCollectFeeMode"
    ).Split(' ');

    public static string? Name(uint code) => code >= First && code - First < Names.Length ? Names[code - First] : null;
}
