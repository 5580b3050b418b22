namespace Orchestrator.Solana.Programs.RaydiumCpmm;

/// <summary>Custom error codes; Anchor counts them from 6000.</summary>
/// <remarks>Source: raydium-io/raydium-cp-swap, programs/cp-swap/src/error.rs.</remarks>
public enum RaydiumCpmmError : uint
{
    NotApproved = 6000, InvalidOwner = 6001, EmptySupply = 6002, InvalidInput = 6003, IncorrectLpMint = 6004, ExceededSlippage = 6005,
    ZeroTradingTokens = 6006, NotSupportMint = 6007, InvalidVault = 6008, InitLpAmountTooLess = 6009, TransferFeeCalculateNotMatch = 6010,
    MathOverflow = 6011, InsufficientVault = 6012, InvalidFeeModel = 6013, NoFeeCollect = 6014,
}

internal static class RaydiumCpmmErrors
{
    public static string? Name(uint code) => Enum.IsDefined((RaydiumCpmmError)code) ? ((RaydiumCpmmError)code).ToString() : null;
}
