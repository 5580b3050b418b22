using System.Buffers.Binary;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>Instructions of the System program. Source: solana-sdk, system-interface (bincode, u32 tag).</summary>
public static class SystemProgram
{
    private const uint CreateAccountTag = 0;
    private const uint TransferTag = 2;

    /// <summary>Moves lamports; <paramref name="from"/> signs.</summary>
    public static Instruction Transfer(PublicKey from, PublicKey to, ulong lamports)
    {
        var data = new byte[12];
        BinaryPrimitives.WriteUInt32LittleEndian(data, TransferTag);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), lamports);
        return new(ProgramIds.System, [AccountMeta.SignerWritable(from), AccountMeta.Writable(to)], data);
    }

    /// <summary>Makes an account of <paramref name="space"/> bytes owned by <paramref name="owner"/>; both payer and account sign.</summary>
    public static Instruction CreateAccount(PublicKey payer, PublicKey account, ulong lamports, ulong space, PublicKey owner)
    {
        var data = new byte[52];
        BinaryPrimitives.WriteUInt32LittleEndian(data, CreateAccountTag);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), lamports);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(12), space);
        owner.CopyTo(data.AsSpan(20));
        return new(ProgramIds.System, [AccountMeta.SignerWritable(payer), AccountMeta.SignerWritable(account)], data);
    }
}
