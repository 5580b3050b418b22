using System.Diagnostics.CodeAnalysis;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs;

/// <summary>Everything that can be read about one on-chain program. Stateless, never throws on hostile bytes.</summary>
/// <remarks>
/// A discriminator means something only together with its program: several programs share the same eight bytes.
/// The folder of a program holds Layout (accounts), Instructions (what we send), Decode (what we read), Quote and Errors.
/// </remarks>
public interface IProgram
{
    PublicKey Id { get; }

    /// <summary>As people write it, for example "Raydium CPMM".</summary>
    string Name { get; }

    /// <summary>Reads one instruction. With a refusal <paramref name="decoded"/> is null.</summary>
    DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded);

    /// <summary>Reads the data of an account that this program owns. With a refusal <paramref name="decoded"/> is null.</summary>
    DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded);

    /// <summary>Reads the bytes of a "Program data:" log line or of a self-call that carries an event.</summary>
    DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded);

    /// <summary>Reads a log line other than "Program data:", if the program tells something in one.</summary>
    bool TryReadLog(ReadOnlySpan<char> line, [NotNullWhen(true)] out DecodedEvent? decoded)
    {
        decoded = null;
        return false;
    }

    /// <summary>The name of a custom error code; null when the program has none such.</summary>
    string? ErrorName(uint code);
}
