using System.Text;
using System.Text.Unicode;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.Memo;

/// <summary>Reads one of the two memo programs.</summary>
public sealed class MemoProgram(PublicKey id, string name) : IProgram
{
    /// <summary>The first memo program, still in use.</summary>
    public static readonly PublicKey FirstId = PublicKey.Parse("Memo1UhkJRfHyvLMcVucJwxXeuD728EqVDDwQDxFMNo");

    public PublicKey Id => id;

    public string Name => name;

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        decoded = null;
        if (instruction.Program != id) return DecodeRefusal.WrongOwner;
        if (!Utf8.IsValid(instruction.Data)) return DecodeRefusal.InvalidField;
        decoded = new DecodedInstruction
        {
            Program = id, ProgramName = name, Name = "memo", Fields = [new("text", Encoding.UTF8.GetString(instruction.Data))],
        };
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

    public string? ErrorName(uint code) => null;
}
