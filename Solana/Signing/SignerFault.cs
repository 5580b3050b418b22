namespace Orchestrator.Solana.Signing;

/// <summary>Why a signer cannot be opened.</summary>
public enum SignerFault
{
    KeystoreMissing,
    /// <summary>Others than its owner may read or write it.</summary>
    ReadableByOthers,
    /// <summary>No keystore, or one whose content does not match its check sum.</summary>
    KeystoreDamaged,
    KeystoreVersion,
    WrongPassphrase,
    /// <summary>It holds another key than it says, or than was asked for.</summary>
    ForeignKey,
    KeystoreExists,
    PassphraseMissing,
    PassphraseTooShort,
    /// <summary>No Solana key file: 64 numbers whose halves belong together.</summary>
    KeyFileUnreadable,
    MemoryMissing,
    MemoryExists,
    MemoryDamaged,
    MemoryInUse,
    MemoryOfAnotherWallet,
    /// <summary>The file with the signer's terms is missing, unreadable or beyond a ceiling.</summary>
    PolicyUnreadable,
}

/// <summary>A signer that cannot be opened. The message never holds a key or a passphrase.</summary>
public sealed class SignerFaultException(SignerFault fault, string message, Exception? cause = null) : Exception(message, cause)
{
    public SignerFault Fault { get; } = fault;
}
