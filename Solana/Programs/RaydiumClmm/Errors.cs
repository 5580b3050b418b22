namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>Custom error codes; Anchor counts them from 6000.</summary>
/// <remarks>Source: raydium-io/raydium-clmm, programs/amm/src/error.rs at 03b44b7f. The 2026 additions stand at the end.</remarks>
public enum RaydiumClmmError : uint
{
    NotApproved = 6000, InvalidUpdateConfigFlag = 6001, AccountLack = 6002, ClosePositionErr = 6003, InvalidTickIndex = 6004,
    TickInvalidOrder = 6005, TickLowerOverflow = 6006, TickUpperOverflow = 6007, TickAndSpacingNotMatch = 6008,
    InvalidTickArray = 6009, InvalidTickArrayBoundary = 6010, SqrtPriceLimitOverflow = 6011, SqrtPriceX64 = 6012,
    LiquiditySubValueErr = 6013, LiquidityAddValueErr = 6014, ForbidBothZeroForSupplyLiquidity = 6015,
    LiquidityInsufficient = 6016, PriceSlippageCheck = 6017, TooLittleOutputReceived = 6018, TooMuchInputPaid = 6019,
    ZeroAmountSpecified = 6020, InvalidInputPoolVault = 6021, TooSmallInputOrOutputAmount = 6022,
    NotEnoughTickArrayAccount = 6023, InvalidFirstTickArrayAccount = 6024, InvalidRewardIndex = 6025, FullRewardInfo = 6026,
    RewardTokenAlreadyInUse = 6027, ExceptRewardMint = 6028, InvalidRewardInitParam = 6029,
    InvalidRewardInputAccountNumber = 6030, InvalidRewardPeriod = 6031, NotApproveUpdateRewardEmissions = 6032,
    UnInitializedRewardInfo = 6033, NotSupportMint = 6034, MissingTickArrayBitmapExtensionAccount = 6035,
    InsufficientLiquidityForDirection = 6036, MaxTokenOverflow = 6037, CalculateOverflow = 6038,
    TransferFeeCalculateNotMatch = 6039, OrderAlreadyFilled = 6040, InvalidOrderPhase = 6041, InvalidLimitOrderAmount = 6042,
    OrderPhaseSaturated = 6043, InvalidDynamicFeeConfigParams = 6044, InvalidFeeOn = 6045, ZeroSqrtPrice = 6046,
    ZeroLiquidity = 6047, MissingBaseFlag = 6048, MissingMintAccount = 6049, MissingTokenProgram2022 = 6050,
    InvalidTickArrayBitmapExtensionAccount = 6051,
}

internal static class RaydiumClmmErrors
{
    public static string? Name(uint code) => Enum.IsDefined((RaydiumClmmError)code) ? ((RaydiumClmmError)code).ToString() : null;
}
