namespace Orchestrator.Solana.Programs.SplToken;

/// <summary>First byte of an instruction of SPL Token (up to 24, and 255) and Token-2022 (all).</summary>
/// <remarks>Source: solana-program/token-2022, interface/src/instruction.rs at 426400f2.</remarks>
public enum TokenTag : byte
{
    InitializeMint = 0, InitializeAccount = 1, InitializeMultisig = 2, Transfer = 3, Approve = 4, Revoke = 5, SetAuthority = 6,
    MintTo = 7, Burn = 8, CloseAccount = 9, FreezeAccount = 10, ThawAccount = 11, TransferChecked = 12, ApproveChecked = 13,
    MintToChecked = 14, BurnChecked = 15, InitializeAccount2 = 16, SyncNative = 17, InitializeAccount3 = 18,
    InitializeMultisig2 = 19, InitializeMint2 = 20, GetAccountDataSize = 21, InitializeImmutableOwner = 22,
    AmountToUiAmount = 23, UiAmountToAmount = 24, InitializeMintCloseAuthority = 25, TransferFeeExtension = 26,
    ConfidentialTransferExtension = 27, DefaultAccountStateExtension = 28, Reallocate = 29, MemoTransferExtension = 30,
    CreateNativeMint = 31, InitializeNonTransferableMint = 32, InterestBearingMintExtension = 33, CpiGuardExtension = 34,
    InitializePermanentDelegate = 35, TransferHookExtension = 36, ConfidentialTransferFeeExtension = 37,
    WithdrawExcessLamports = 38, MetadataPointerExtension = 39, GroupPointerExtension = 40, GroupMemberPointerExtension = 41,
    ConfidentialMintBurnExtension = 42, ScaledUiAmountExtension = 43, PausableExtension = 44, UnwrapLamports = 45,
    PermissionedBurnExtension = 46, Batch = 255,
}

/// <summary>The shapes of the instructions: how many accounts, what they are, how many bytes.</summary>
internal static class TokenShapes
{
    private static readonly string[] TransferRoles = ["source", "destination", "authority"];
    private static readonly string[] TransferCheckedRoles = ["source", "mint", "destination", "authority"];
    private static readonly string[] MintToRoles = ["mint", "account", "mint_authority"];
    private static readonly string[] BurnRoles = ["account", "mint", "authority"];
    private static readonly string[] FreezeRoles = ["account", "mint", "freeze_authority"];
    private static readonly string[] InitializeAccountRoles = ["account", "mint"];
    private static readonly string[] MintRoles = ["mint"];
    private static readonly string[] AccountRoles = ["account"];

    /// <summary>Names the accounts that the program demands; what follows are co-signers of a multisig or a hook's accounts.</summary>
    public static string[] Roles(TokenTag tag) => tag switch
    {
        TokenTag.Transfer => TransferRoles,
        TokenTag.TransferChecked => TransferCheckedRoles,
        TokenTag.Approve => ["source", "delegate", "owner"],
        TokenTag.ApproveChecked => ["source", "mint", "delegate", "owner"],
        TokenTag.Revoke => ["source", "owner"],
        TokenTag.SetAuthority => ["account_or_mint", "authority"],
        TokenTag.MintTo or TokenTag.MintToChecked => MintToRoles,
        TokenTag.Burn or TokenTag.BurnChecked => BurnRoles,
        TokenTag.CloseAccount => ["account", "destination", "owner"],
        TokenTag.FreezeAccount or TokenTag.ThawAccount => FreezeRoles,
        TokenTag.InitializeMint => ["mint", "rent"],
        TokenTag.InitializeAccount => ["account", "mint", "owner", "rent"],
        TokenTag.InitializeAccount2 => ["account", "mint", "rent"],
        TokenTag.InitializeAccount3 => InitializeAccountRoles,
        TokenTag.InitializeMultisig => ["multisig", "rent"],
        TokenTag.InitializeMultisig2 => ["multisig"],
        TokenTag.SyncNative or TokenTag.InitializeImmutableOwner => AccountRoles,
        TokenTag.Reallocate => ["account", "payer", "system_program", "owner"],
        TokenTag.CreateNativeMint => ["payer", "native_mint", "system_program"],
        TokenTag.WithdrawExcessLamports => ["source", "destination", "authority"],
        TokenTag.UnwrapLamports => ["source", "destination", "authority"],
        TokenTag.MemoTransferExtension or TokenTag.CpiGuardExtension => ["account"],
        TokenTag.Batch => [],
        TokenTag.TransferFeeExtension or TokenTag.ConfidentialTransferExtension or TokenTag.ConfidentialTransferFeeExtension => [],
        _ => MintRoles,
    };

    /// <summary>Bytes after the tag that the instruction cannot do without.</summary>
    public static int MinimumData(TokenTag tag) => tag switch
    {
        TokenTag.InitializeMint or TokenTag.InitializeMint2 => 34,
        TokenTag.InitializeMultisig or TokenTag.InitializeMultisig2 => 1,
        TokenTag.Transfer or TokenTag.Approve or TokenTag.MintTo or TokenTag.Burn or TokenTag.AmountToUiAmount => 8,
        TokenTag.TransferChecked or TokenTag.ApproveChecked or TokenTag.MintToChecked or TokenTag.BurnChecked => 9,
        TokenTag.SetAuthority => 2,
        TokenTag.InitializeAccount2 or TokenTag.InitializeAccount3 or TokenTag.InitializePermanentDelegate => 32,
        TokenTag.InitializeMintCloseAuthority or TokenTag.UnwrapLamports => 1,
        TokenTag.TransferFeeExtension or TokenTag.ConfidentialTransferExtension or TokenTag.DefaultAccountStateExtension
            or TokenTag.MemoTransferExtension or TokenTag.InterestBearingMintExtension or TokenTag.CpiGuardExtension
            or TokenTag.TransferHookExtension or TokenTag.ConfidentialTransferFeeExtension or TokenTag.MetadataPointerExtension
            or TokenTag.GroupPointerExtension or TokenTag.GroupMemberPointerExtension or TokenTag.ConfidentialMintBurnExtension
            or TokenTag.ScaledUiAmountExtension or TokenTag.PausableExtension or TokenTag.PermissionedBurnExtension => 1,
        _ => 0,
    };
}
