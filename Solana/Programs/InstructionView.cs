using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs;

/// <summary>One instruction as a transaction carries it, with its account indexes already resolved. Copies nothing.</summary>
public readonly ref struct InstructionView(PublicKey program, ReadOnlySpan<PublicKey> accounts, ReadOnlySpan<byte> data)
{
    public PublicKey Program { get; } = program;
    public ReadOnlySpan<PublicKey> Accounts { get; } = accounts;
    public ReadOnlySpan<byte> Data { get; } = data;
}
