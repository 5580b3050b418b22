namespace Orchestrator.Solana.Programs.RaydiumV4;

/// <summary>Custom error codes.</summary>
/// <remarks>Source: raydium-io/raydium-amm, program/src/error.rs.</remarks>
public enum RaydiumV4Error : uint
{
    AlreadyInUse = 0, InvalidProgramAddress = 1, ExpectedMint = 2, ExpectedAccount = 3, InvalidCoinVault = 4,
    InvalidPCVault = 5, InvalidTokenLP = 6, InvalidDestTokenCoin = 7, InvalidDestTokenPC = 8, InvalidPoolMint = 9,
    InvalidOpenOrders = 10, InvalidMarket = 11, InvalidMarketProgram = 12, InvalidTargetOrders = 13,
    AccountNeedWriteable = 14, AccountNeedReadOnly = 15, InvalidCoinMint = 16, InvalidPCMint = 17, InvalidOwner = 18,
    InvalidSupply = 19, InvalidDelegate = 20, InvalidSignAccount = 21, InvalidStatus = 22, InvalidInstruction = 23,
    WrongAccountsNumber = 24, InvalidTargetAccountOwner = 25, InvalidTargetOwner = 26, InvalidAmmAccountOwner = 27,
    InvalidParamsSet = 28, InvalidInput = 29, ExceededSlippage = 30, CalculationExRateFailure = 31, CheckedSubOverflow = 32,
    CheckedAddOverflow = 33, CheckedMulOverflow = 34, CheckedDivOverflow = 35, CheckedEmptyFunds = 36, CalcPnlError = 37,
    InvalidSplTokenProgram = 38, TakePnlError = 39, InsufficientFunds = 40, ConversionFailure = 41, InvalidUserToken = 42,
    InvalidSrmMint = 43, InvalidSrmToken = 44, TooManyOpenOrders = 45, OrderAtSlotIsPlaced = 46,
    InvalidSysProgramAddress = 47, InvalidFee = 48, RepeatCreateAmm = 49, NotAllowZeroLP = 50, InvalidCloseAuthority = 51,
    InvalidFreezeAuthority = 52, InvalidReferPCMint = 53, InvalidConfigAccount = 54, RepeatCreateConfigAccount = 55,
    MarketLotSizeIsTooLarge = 56, InitLpAmountTooLess = 57, UnknownAmmError = 58, NotAllowed = 59,
}

internal static class RaydiumV4Errors
{
    public static string? Name(uint code) => Enum.IsDefined((RaydiumV4Error)code) ? ((RaydiumV4Error)code).ToString() : null;
}
