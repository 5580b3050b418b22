using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs.SplToken;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.Token2022;

/// <summary>Instructions that only Token-2022 has.</summary>
/// <remarks>Source: solana-program/token-2022, interface/src/extension/transfer_fee/instruction.rs.</remarks>
public static class Token2022Instructions
{
    private const byte TransferCheckedWithFeeTag = 1;

    /// <summary>Fails on chain unless exactly <paramref name="fee"/> base units would be withheld.</summary>
    public static Instruction TransferCheckedWithFee(
        PublicKey source, PublicKey mint, PublicKey destination, PublicKey authority, ulong amount, byte decimals, ulong fee)
    {
        var data = new byte[19];
        data[0] = (byte)TokenTag.TransferFeeExtension;
        data[1] = TransferCheckedWithFeeTag;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(2), amount);
        data[10] = decimals;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(11), fee);
        return new Instruction(
            ProgramIds.Token2022,
            [AccountMeta.Writable(source), AccountMeta.ReadOnly(mint), AccountMeta.Writable(destination), AccountMeta.Signer(authority)], data);
    }
}
