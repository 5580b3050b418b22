using System.Collections.Immutable;

namespace Orchestrator.Solana.Transactions;

/// <summary>Why the runtime failed a transaction.</summary>
/// <param name="Kind">Name of the TransactionError variant, for example <c>InstructionError</c> or <c>BlockhashNotFound</c>.</param>
/// <param name="Instruction">Index of the failing top-level instruction, where there is one.</param>
/// <param name="Cause">Name of the InstructionError variant, where there is one.</param>
/// <param name="Custom">The program's own code, when <paramref name="Cause"/> is <c>Custom</c>.</param>
public sealed record TransactionError(string Kind, int? Instruction = null, string? Cause = null, uint? Custom = null)
{
    /// <summary>Names in bincode order. Source: solana-sdk, transaction-error and instruction-error crates.</summary>
    internal static readonly ImmutableArray<string> Kinds =
    [
        "AccountInUse", "AccountLoadedTwice", "AccountNotFound", "ProgramAccountNotFound", "InsufficientFundsForFee",
        "InvalidAccountForFee", "AlreadyProcessed", "BlockhashNotFound", "InstructionError", "CallChainTooDeep",
        "MissingSignatureForFee", "InvalidAccountIndex", "SignatureFailure", "InvalidProgramForExecution", "SanitizeFailure",
        "ClusterMaintenance", "AccountBorrowOutstanding", "WouldExceedMaxBlockCostLimit", "UnsupportedVersion",
        "InvalidWritableAccount", "WouldExceedMaxAccountCostLimit", "WouldExceedAccountDataBlockLimit", "TooManyAccountLocks",
        "AddressLookupTableNotFound", "InvalidAddressLookupTableOwner", "InvalidAddressLookupTableData",
        "InvalidAddressLookupTableIndex", "InvalidRentPayingAccount", "WouldExceedMaxVoteCostLimit",
        "WouldExceedAccountDataTotalLimit", "DuplicateInstruction", "InsufficientFundsForRent",
        "MaxLoadedAccountsDataSizeExceeded", "InvalidLoadedAccountsDataSizeLimit", "ResanitizationNeeded",
        "ProgramExecutionTemporarilyRestricted", "UnbalancedTransaction", "ProgramCacheHitMaxLimit", "CommitCancelled",
    ];

    internal static readonly ImmutableArray<string> Causes =
    [
        "GenericError", "InvalidArgument", "InvalidInstructionData", "InvalidAccountData", "AccountDataTooSmall",
        "InsufficientFunds", "IncorrectProgramId", "MissingRequiredSignature", "AccountAlreadyInitialized",
        "UninitializedAccount", "UnbalancedInstruction", "ModifiedProgramId", "ExternalAccountLamportSpend",
        "ExternalAccountDataModified", "ReadonlyLamportChange", "ReadonlyDataModified", "DuplicateAccountIndex",
        "ExecutableModified", "RentEpochModified", "NotEnoughAccountKeys", "AccountDataSizeChanged", "AccountNotExecutable",
        "AccountBorrowFailed", "AccountBorrowOutstanding", "DuplicateAccountOutOfSync", "Custom", "InvalidError",
        "ExecutableDataModified", "ExecutableLamportChange", "ExecutableAccountNotRentExempt", "UnsupportedProgramId",
        "CallDepth", "MissingAccount", "ReentrancyNotAllowed", "MaxSeedLengthExceeded", "InvalidSeeds", "InvalidRealloc",
        "ComputationalBudgetExceeded", "PrivilegeEscalation", "ProgramEnvironmentSetupFailure", "ProgramFailedToComplete",
        "ProgramFailedToCompile", "Immutable", "IncorrectAuthority", "BorshIoError", "AccountNotRentExempt",
        "InvalidAccountOwner", "ArithmeticOverflow", "UnsupportedSysvar", "IllegalOwner", "MaxAccountsDataAllocationsExceeded",
        "MaxAccountsExceeded", "MaxInstructionTraceLengthExceeded", "BuiltinProgramsMustConsumeComputeUnits",
    ];

    /// <summary>For example <c>InstructionError(2): Custom(6005)</c>.</summary>
    public override string ToString() =>
        (Instruction is { } at ? $"{Kind}({at})" : Kind)
        + (Cause is null ? "" : Custom is { } code ? $": {Cause}({code})" : $": {Cause}");
}
