using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.AssociatedToken;

/// <summary>Reads the associated token account program, which owns no accounts itself.</summary>
public sealed class AssociatedTokenProgram : IProgram
{
    private static readonly string[] CreateRoles = ["payer", "associated_account", "owner", "mint", "system_program", "token_program"];
    private static readonly string[] RecoverRoles =
        ["nested_account", "nested_mint", "destination", "owner_account", "owner_mint", "owner", "token_program"];

    public PublicKey Id => ProgramIds.AssociatedToken;

    public string Name => "Associated Token";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        decoded = null;
        if (instruction.Program != Id) return DecodeRefusal.WrongOwner;
        var tag = instruction.Data.IsEmpty ? AssociatedTokenTag.Create : (AssociatedTokenTag)instruction.Data[0];
        if (tag > AssociatedTokenTag.RecoverNested) return DecodeRefusal.WrongDiscriminator;
        if (instruction.Data.Length > 1) return DecodeRefusal.WrongLength;
        var roles = tag == AssociatedTokenTag.RecoverNested ? RecoverRoles : CreateRoles;
        if (instruction.Accounts.Length < roles.Length) return DecodeRefusal.TooFewAccounts;
        decoded = new DecodedInstruction { Program = Id, ProgramName = Name, Name = SnakeCase.Of(tag.ToString()), Roles = roles };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        return DecodeRefusal.WrongDiscriminator;
    }

    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        return DecodeRefusal.WrongDiscriminator;
    }

    /// <summary>Source: solana-program/associated-token-account, program/src/error.rs.</summary>
    public string? ErrorName(uint code) => code == 0 ? "InvalidOwner" : null;
}
