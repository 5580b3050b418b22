namespace Orchestrator.Solana.Programs.SplToken;

/// <summary>Custom error codes of SPL Token (up to 19) and Token-2022 (all).</summary>
/// <remarks>Source: solana-program/token-2022, interface/src/error.rs.</remarks>
public enum TokenError : uint
{
    NotRentExempt = 0, InsufficientFunds = 1, InvalidMint = 2, MintMismatch = 3, OwnerMismatch = 4, FixedSupply = 5, AlreadyInUse = 6,
    InvalidNumberOfProvidedSigners = 7, InvalidNumberOfRequiredSigners = 8, UninitializedState = 9, NativeNotSupported = 10,
    NonNativeHasBalance = 11, InvalidInstruction = 12, InvalidState = 13, Overflow = 14, AuthorityTypeNotSupported = 15,
    MintCannotFreeze = 16, AccountFrozen = 17, MintDecimalsMismatch = 18, NonNativeNotSupported = 19, ExtensionTypeMismatch = 20,
    ExtensionBaseMismatch = 21, ExtensionAlreadyInitialized = 22, ConfidentialTransferAccountHasBalance = 23,
    ConfidentialTransferAccountNotApproved = 24, ConfidentialTransferDepositsAndTransfersDisabled = 25,
    ConfidentialTransferElGamalPubkeyMismatch = 26, ConfidentialTransferBalanceMismatch = 27, MintHasSupply = 28,
    NoAuthorityExists = 29, TransferFeeExceedsMaximum = 30, MintRequiredForTransfer = 31, FeeMismatch = 32,
    FeeParametersMismatch = 33, ImmutableOwner = 34, AccountHasWithheldTransferFees = 35, NoMemo = 36, NonTransferable = 37,
    NonTransferableNeedsImmutableOwnership = 38, MaximumPendingBalanceCreditCounterExceeded = 39, MaximumDepositAmountExceeded = 40,
    CpiGuardSettingsLocked = 41, CpiGuardTransferBlocked = 42, CpiGuardBurnBlocked = 43, CpiGuardCloseAccountBlocked = 44,
    CpiGuardApproveBlocked = 45, CpiGuardSetAuthorityBlocked = 46, CpiGuardOwnerChangeBlocked = 47, ExtensionNotFound = 48,
    NonConfidentialTransfersDisabled = 49, ConfidentialTransferFeeAccountHasWithheldFee = 50, InvalidExtensionCombination = 51,
    InvalidLengthForAlloc = 52, AccountDecryption = 53, ProofGeneration = 54, InvalidProofInstructionOffset = 55,
    HarvestToMintDisabled = 56, SplitProofContextStateAccountsNotSupported = 57, NotEnoughProofContextStateAccounts = 58,
    MalformedCiphertext = 59, CiphertextArithmeticFailed = 60, PedersenCommitmentMismatch = 61, RangeProofLengthMismatch = 62,
    IllegalBitLength = 63, FeeCalculation = 64, IllegalMintBurnConversion = 65, InvalidScale = 66, MintPaused = 67,
    PendingBalanceNonZero = 68,
}

internal static class TokenErrors
{
    public static string? Name(uint code) => Enum.IsDefined((TokenError)code) ? ((TokenError)code).ToString() : null;
}
