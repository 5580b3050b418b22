namespace Orchestrator.Solana.Programs;

/// <summary>Why bytes were not read as what they claim to be. Checked in this order.</summary>
public enum DecodeRefusal : byte
{
    None = 0,
    /// <summary>The account belongs to another program.</summary>
    WrongOwner = 1,
    /// <summary>Nobody here reads this program.</summary>
    UnknownProgram = 2,
    /// <summary>Shorter or longer than the layout.</summary>
    WrongLength = 3,
    /// <summary>The discriminator or tag is none that the program has.</summary>
    WrongDiscriminator = 4,
    /// <summary>A version byte newer than this reader.</summary>
    UnknownVersion = 5,
    /// <summary>Allocated but not yet initialised.</summary>
    Uninitialized = 6,
    /// <summary>An instruction names fewer accounts than it needs.</summary>
    TooFewAccounts = 7,
    /// <summary>A field holds a value that the program never writes.</summary>
    InvalidField = 8,
}
