namespace Orchestrator.Solana.Transactions;

/// <summary>Why bytes are not a transaction. Checked in wire order: the first fault names the refusal.</summary>
public enum WireRefusal
{
    None,

    /// <summary>More than 1,232 bytes: no validator would take it from the network.</summary>
    TooLarge,

    Truncated,

    /// <summary>A length spelt with more bytes than it needs.</summary>
    LengthNotMinimal,

    /// <summary>A length above 65,535 or of more than three bytes.</summary>
    LengthTooBig,

    /// <summary>A version prefix other than legacy and 0.</summary>
    UnknownVersion,

    /// <summary>No signature is required, or the fee payer would be read-only.</summary>
    NoFeePayer,

    /// <summary>The header counts more signers or read-only accounts than there are keys.</summary>
    HeaderExceedsKeys,

    /// <summary>Another number of signatures than the header asks for.</summary>
    SignatureCount,

    /// <summary>More than 256 accounts with those from lookup tables: an index has one byte.</summary>
    TooManyAccounts,

    /// <summary>An instruction's program is the fee payer, is loaded from a table, or is not there.</summary>
    ProgramIndex,

    /// <summary>An instruction names an account that is not there.</summary>
    AccountIndex,

    /// <summary>A lookup that loads nothing.</summary>
    EmptyLookup,

    TrailingBytes,
}
