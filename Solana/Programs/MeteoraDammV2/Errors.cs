namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>The program's custom errors, from 6000 on.</summary>
/// <remarks>Source: the published IDL of Meteora's cp-amm (SDK 1.5.0).</remarks>
public static class DammErrors
{
    public const uint First = 6000;

    private static readonly string[] Names = (
        "MathOverflow InvalidFee ExceededSlippage PoolDisabled ExceedMaxFeeBps InvalidAdmin AmountIsZero TypeCastFailed " +
        "UnableToModifyActivationPoint InvalidAuthorityToCreateThePool InvalidActivationType InvalidActivationPoint " +
        "InvalidQuoteMint InvalidFeeCurve InvalidPriceRange PriceRangeViolation InvalidParameters InvalidCollectFeeMode " +
        "InvalidInput CannotCreateTokenBadgeOnSupportedMint InvalidTokenBadge InvalidMinimumLiquidity " +
        "InvalidVestingInfo InsufficientLiquidity InvalidVestingAccount InvalidPoolStatus UnsupportNativeMintToken2022 " +
        "InvalidRewardIndex InvalidRewardDuration RewardInitialized RewardUninitialized InvalidRewardVault " +
        "MustWithdrawnIneligibleReward IdenticalRewardDuration RewardCampaignInProgress IdenticalFunder InvalidFunder " +
        "RewardNotEnded FeeInverseIsIncorrect PositionIsNotEmpty InvalidPoolCreatorAuthority InvalidConfigType " +
        "InvalidPoolCreator RewardVaultFrozenSkipRequired InvalidSplitPositionParameters " +
        "UnsupportPositionHasVestingLock SamePosition InvalidBaseFeeMode InvalidFeeRateLimiter " +
        "FailToValidateSingleSwapInstruction InvalidFeeTimeScheduler UndeterminedError InvalidPoolVersion " +
        "InvalidAuthority InvalidPermission InvalidFeeMarketCapScheduler CannotUpdateBaseFee " +
        "InvalidDynamicFeeParameters InvalidUpdatePoolFeesParameters MissingOperatorAccount IncorrectATA " +
        "InvalidZapOutParameters InvalidWithdrawProtocolFeeZapAccounts MintRestrictedFromZap CpiDisabled " +
        "MissingZapOutInstruction InvalidZapAccounts InvalidCompoundingFeeBps InvalidClaimProtocolFeeAccounts " +
        "TransferFeeExcludedAmountIsZero DelegatedAmountNonZero DeprecatedBaseFeeMode InvalidConfigPermission"
    ).Split(' ');

    public static string? Name(uint code) => code >= First && code - First < Names.Length ? Names[code - First] : null;
}
