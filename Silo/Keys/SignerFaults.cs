using Orchestrator.Silo.Starting;
using Orchestrator.Solana.Signing;

namespace Orchestrator.Silo.Keys;

/// <summary>What a person is told when a signer cannot be opened.</summary>
public static class SignerFaults
{
    public const string NotConfigured = "ORCH-KEY-0012";

    /// <summary>True: a setting or a variable is absent, or names what is not there or cannot be used as what it should be.</summary>
    internal static bool IsOfConfiguration(string code) => code == NotConfigured || code == CodeOf(SignerFault.KeystoreMissing)
        || code == CodeOf(SignerFault.PassphraseMissing) || code == CodeOf(SignerFault.PolicyUnreadable);

    public static StartFault ToStart(SignerFaultException fault) => new(CodeOf(fault.Fault), fault.Message, RemedyOf(fault.Fault), fault);

    public static string CodeOf(SignerFault fault) => fault switch
    {
        SignerFault.KeystoreMissing => "ORCH-KEY-0001",
        SignerFault.ReadableByOthers => "ORCH-KEY-0002",
        SignerFault.KeystoreDamaged or SignerFault.KeystoreVersion => "ORCH-KEY-0003",
        SignerFault.WrongPassphrase => "ORCH-KEY-0004",
        SignerFault.ForeignKey => "ORCH-KEY-0005",
        SignerFault.KeystoreExists or SignerFault.MemoryExists => "ORCH-KEY-0006",
        SignerFault.PassphraseMissing or SignerFault.PassphraseTooShort => "ORCH-KEY-0007",
        SignerFault.KeyFileUnreadable => "ORCH-KEY-0008",
        SignerFault.MemoryMissing => "ORCH-KEY-0009",
        SignerFault.MemoryDamaged or SignerFault.MemoryOfAnotherWallet => "ORCH-KEY-0010",
        SignerFault.MemoryInUse => "ORCH-KEY-0011",
        SignerFault.PolicyUnreadable => "ORCH-KEY-0013",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault of a signer."),
    };

    public static string RemedyOf(SignerFault fault) => fault switch
    {
        SignerFault.KeystoreMissing => "Import a key with orch key import, or set signer.keystore.",
        SignerFault.ReadableByOthers => "chmod 600 the file, and ask who has read it.",
        SignerFault.KeystoreDamaged or SignerFault.KeystoreVersion => "Restore the file from its backup.",
        SignerFault.WrongPassphrase => $"Give the right passphrase by {PassphraseSource.Variable}, a descriptor or standard input.",
        SignerFault.ForeignKey => "Set signer.keystore to the keystore of this wallet.",
        SignerFault.KeystoreExists or SignerFault.MemoryExists => "Choose another name: a key or what it signed is never overwritten.",
        SignerFault.PassphraseMissing or SignerFault.PassphraseTooShort =>
            $"Give one of at least {Keystore.PassphraseMin} bytes by {PassphraseSource.Variable}, a descriptor or standard input.",
        SignerFault.KeyFileUnreadable => "Name the id.json of the Solana command line.",
        SignerFault.MemoryMissing => "Bring signer.log from where this wallet signed last; begin a new one only for a wallet that has never signed elsewhere (orch key memory).",
        SignerFault.MemoryDamaged or SignerFault.MemoryOfAnotherWallet => "Restore signer.log from where this wallet signed last.",
        SignerFault.MemoryInUse => "Stop the other process that signs for this wallet.",
        SignerFault.PolicyUnreadable => "Correct signer.policy_file; orch key policy writes one to begin with.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault of a signer."),
    };
}
