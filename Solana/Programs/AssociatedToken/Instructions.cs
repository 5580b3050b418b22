using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.AssociatedToken;

/// <summary>Creates the token account whose address follows from owner, mint and token program.</summary>
/// <remarks>Source: solana-program/associated-token-account, interface/src/instruction.rs.</remarks>
public static class AssociatedTokenInstructions
{
    /// <summary>Fails when the account exists already.</summary>
    public static Instruction Create(PublicKey payer, PublicKey owner, PublicKey mint, PublicKey tokenProgram) =>
        Of(AssociatedTokenTag.Create, payer, owner, mint, tokenProgram);

    /// <summary>Does nothing when the account exists already with that owner and mint.</summary>
    public static Instruction CreateIdempotent(PublicKey payer, PublicKey owner, PublicKey mint, PublicKey tokenProgram) =>
        Of(AssociatedTokenTag.CreateIdempotent, payer, owner, mint, tokenProgram);

    private static Instruction Of(AssociatedTokenTag tag, PublicKey payer, PublicKey owner, PublicKey mint, PublicKey tokenProgram) =>
        new(ProgramIds.AssociatedToken,
            [
                AccountMeta.SignerWritable(payer), AccountMeta.Writable(ProgramAddress.AssociatedToken(owner, mint, tokenProgram)),
                AccountMeta.ReadOnly(owner), AccountMeta.ReadOnly(mint), AccountMeta.ReadOnly(ProgramIds.System), AccountMeta.ReadOnly(tokenProgram),
            ],
            new[] { (byte)tag });
}

/// <summary>First byte of the data; no data at all means Create.</summary>
public enum AssociatedTokenTag : byte { Create = 0, CreateIdempotent = 1, RecoverNested = 2 }
