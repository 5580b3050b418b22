using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.LookupTables;

public enum LookupTableTag : uint { Create = 0, Freeze = 1, Extend = 2, Deactivate = 3, Close = 4 }

/// <summary>Makes and fills address lookup tables.</summary>
/// <remarks>Source: solana-program/address-lookup-table, program/src/instruction.rs (bincode, u32 tag).</remarks>
public static class LookupTableInstructions
{
    /// <summary>Most addresses that fit one extend instruction in a legacy packet beside two signatures and the header.</summary>
    public const int AddressesPerExtendMax = 30;

    /// <summary>The table's address follows from the authority and a slot that is in the SlotHashes sysvar when it lands.</summary>
    public static (Instruction Instruction, PublicKey Table) Create(PublicKey authority, PublicKey payer, ulong recentSlot)
    {
        var slot = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(slot, recentSlot);
        var (table, bump) = ProgramAddress.Find(ProgramIds.AddressLookupTable, authority.ToArray(), slot)
            ?? throw new InvalidOperationException("No bump gives a lookup table address.");
        var data = new byte[13];
        BinaryPrimitives.WriteUInt32LittleEndian(data, (uint)LookupTableTag.Create);
        slot.CopyTo(data, 4);
        data[12] = bump;
        return (new Instruction(ProgramIds.AddressLookupTable,
            [AccountMeta.Writable(table), AccountMeta.ReadOnly(authority), AccountMeta.SignerWritable(payer), AccountMeta.ReadOnly(ProgramIds.System)],
            data), table);
    }

    /// <exception cref="ArgumentException">None, or more than <see cref="AddressesPerExtendMax"/> addresses.</exception>
    public static Instruction Extend(PublicKey table, PublicKey authority, PublicKey payer, ReadOnlySpan<PublicKey> addresses)
    {
        if (addresses.IsEmpty || addresses.Length > AddressesPerExtendMax)
            throw new ArgumentException($"One extend takes 1 to {AddressesPerExtendMax} addresses, not {addresses.Length}.", nameof(addresses));
        var data = new byte[12 + addresses.Length * PublicKey.Size];
        BinaryPrimitives.WriteUInt32LittleEndian(data, (uint)LookupTableTag.Extend);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), (ulong)addresses.Length);
        for (var i = 0; i < addresses.Length; i++) addresses[i].CopyTo(data.AsSpan(12 + i * PublicKey.Size));
        return new Instruction(ProgramIds.AddressLookupTable,
            [AccountMeta.Writable(table), AccountMeta.Signer(authority), AccountMeta.SignerWritable(payer), AccountMeta.ReadOnly(ProgramIds.System)],
            data);
    }

    /// <summary>First half of giving a table's rent back; it can be closed about 512 slots later.</summary>
    public static Instruction Deactivate(PublicKey table, PublicKey authority) =>
        new(ProgramIds.AddressLookupTable, [AccountMeta.Writable(table), AccountMeta.Signer(authority)], Tag(LookupTableTag.Deactivate));

    public static Instruction Close(PublicKey table, PublicKey authority, PublicKey recipient) =>
        new(ProgramIds.AddressLookupTable,
            [AccountMeta.Writable(table), AccountMeta.Signer(authority), AccountMeta.Writable(recipient)], Tag(LookupTableTag.Close));

    private static byte[] Tag(LookupTableTag tag)
    {
        var data = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(data, (uint)tag);
        return data;
    }
}
