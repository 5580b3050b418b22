using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Chain.Tests.World;

/// <summary>Instructions that make a lookup table. Source: solana-program/address-lookup-table (bincode, u32 tag).</summary>
public static class TableProgram
{
    private const uint CreateTag = 0;
    private const uint ExtendTag = 2;

    /// <param name="recentSlot">A slot of the last 512 that made a block; it is part of the table's address.</param>
    public static (PublicKey Table, Instruction Create) Create(PublicKey authority, ulong recentSlot)
    {
        var slot = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(slot, recentSlot);
        var (table, bump) = ProgramAddress.Find(ProgramIds.AddressLookupTable, authority.ToArray(), slot)!.Value;
        var data = new byte[13];
        BinaryPrimitives.WriteUInt32LittleEndian(data, CreateTag);
        slot.CopyTo(data, 4);
        data[12] = bump;
        return (table, new(ProgramIds.AddressLookupTable, Accounts(table, authority), data));
    }

    public static Instruction Extend(PublicKey table, PublicKey authority, IReadOnlyList<PublicKey> addresses)
    {
        var data = new byte[12 + (PublicKey.Size * addresses.Count)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, ExtendTag);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), (ulong)addresses.Count);
        for (var i = 0; i < addresses.Count; i++) addresses[i].CopyTo(data.AsSpan(12 + (PublicKey.Size * i)));
        return new(ProgramIds.AddressLookupTable, Accounts(table, authority), data);
    }

    private static System.Collections.Immutable.ImmutableArray<AccountMeta> Accounts(PublicKey table, PublicKey authority) =>
        [AccountMeta.Writable(table), AccountMeta.Signer(authority), AccountMeta.SignerWritable(authority), AccountMeta.ReadOnly(ProgramIds.System)];
}
