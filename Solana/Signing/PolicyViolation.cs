namespace Orchestrator.Solana.Signing;

/// <summary>Why a message is not signed. Each message has one answer: the first violation in the order of its instructions.</summary>
public enum PolicyViolation
{
    None = 0,

    // Who signs and what the bytes name.
    /// <summary>Somebody beside the wallet would have to sign.</summary>
    AnotherSigner = 1,
    AnotherFeePayer = 2,
    /// <summary>Accounts are loaded from a table that is not pinned.</summary>
    UnknownLookupTable = 3,
    /// <summary>Beyond what is known of a pinned table.</summary>
    LookupOutOfRange = 4,
    AccountTwice = 5,
    TooManyInstructions = 6,

    // What is called.
    ProgramNotAllowed = 10,
    /// <summary>The program is known, its bytes cannot be read.</summary>
    InstructionUnreadable = 11,
    /// <summary>Read, and not one of those a trade needs.</summary>
    InstructionNotAllowed = 12,
    /// <summary>An extension of Token-2022, such as a fee or a hook.</summary>
    TokenExtension = 13,

    // What would be given away.
    AuthorityChange = 20,
    DelegateGiven = 21,
    CloseToStranger = 22,
    TransferToStranger = 23,
    Burn = 24,
    /// <summary>A token account that is not the wallet's own associated one stands where ours must.</summary>
    ForeignTokenAccount = 25,
    MintNotAllowed = 26,
    /// <summary>One of our accounts is handed to a program in a place that is not the source or destination of its swap.</summary>
    OwnAccountExposed = 27,

    // Loans.
    UnknownReserve = 30,
    LoanAboveCap = 31,
    LoanNotRepaid = 32,

    // Amounts.
    TipAboveCap = 40,
    PriorityFeeAboveCap = 41,
    /// <summary>A swap that promises nothing.</summary>
    UnboundedSwap = 42,
    /// <summary>In the worst case that the message's own bounds allow, more of a token leaves than may.</summary>
    SpendAboveCap = 43,
    /// <summary>Nothing makes the transaction fail when the wallet would fall below its floor.</summary>
    FloorNotGuarded = 44,
    TooManyNewAccounts = 45,
    /// <summary>Capital moves and trades do not share a message.</summary>
    CapitalMoveWithTrade = 46,
}
