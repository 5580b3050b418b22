using Orchestrator.Solana.Keys;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.LookupTables;

/// <summary>Reads the address lookup table program.</summary>
public sealed class LookupTableProgram : IProgram
{
    private static readonly string[] CreateRoles = ["lookup_table", "authority", "payer", "system_program"];
    private static readonly string[] CloseRoles = ["lookup_table", "authority", "recipient"];
    private static readonly string[] AuthorityRoles = ["lookup_table", "authority"];

    public PublicKey Id => ProgramIds.AddressLookupTable;

    public string Name => "Address Lookup Table";

    public DecodeRefusal ReadInstruction(in InstructionView instruction, out DecodedInstruction? decoded)
    {
        decoded = null;
        if (instruction.Program != Id) return DecodeRefusal.WrongOwner;
        var data = instruction.Data;
        if (data.Length < 4) return DecodeRefusal.WrongLength;
        var tag = (LookupTableTag)U32(data, 0);
        if (tag > LookupTableTag.Close) return DecodeRefusal.WrongDiscriminator;
        var roles = tag switch { LookupTableTag.Create => CreateRoles, LookupTableTag.Close => CloseRoles, _ => AuthorityRoles };
        if (instruction.Accounts.Length < roles.Length) return DecodeRefusal.TooFewAccounts;
        var refusal = Fields(tag, data, out var fields);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedInstruction
        {
            Program = Id, ProgramName = Name, Name = SnakeCase.Of(tag.ToString()) + "_lookup_table", Fields = fields, Roles = roles,
        };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadAccount(ReadOnlySpan<byte> data, out DecodedAccount? decoded)
    {
        decoded = null;
        var refusal = LookupTableAccount.Read(Id, data, out var table);
        if (refusal != DecodeRefusal.None) return refusal;
        decoded = new DecodedAccount
        {
            Owner = Id, ProgramName = Name, Kind = "lookup_table",
            Fields =
            [
                new("deactivation_slot", table!.DeactivationSlot), new("last_extended_slot", table.LastExtendedSlot),
                new("last_extended_start_index", table.LastExtendedStart), new("authority", table.Authority),
                new("addresses", table.Addresses.Select(a => (object)a).ToArray()),
            ],
        };
        return DecodeRefusal.None;
    }

    public DecodeRefusal ReadEvent(ReadOnlySpan<byte> data, out DecodedEvent? decoded)
    {
        decoded = null;
        return DecodeRefusal.WrongDiscriminator;
    }

    public string? ErrorName(uint code) => null;

    private static DecodeRefusal Fields(LookupTableTag tag, ReadOnlySpan<byte> data, out Field[] fields)
    {
        fields = [];
        if (tag == LookupTableTag.Create)
        {
            if (data.Length < 13) return DecodeRefusal.WrongLength;
            fields = [new("recent_slot", U64(data, 4)), new("bump_seed", data[12])];
        }
        else if (tag == LookupTableTag.Extend)
        {
            if (data.Length < 12) return DecodeRefusal.WrongLength;
            var count = U64(data, 4);
            if (count > LookupTableAccount.AddressesMax) return DecodeRefusal.InvalidField;
            if ((ulong)(data.Length - 12) < count * PublicKey.Size) return DecodeRefusal.WrongLength;
            var addresses = new object[count];
            for (var i = 0; i < addresses.Length; i++) addresses[i] = Key(data, 12 + i * PublicKey.Size);
            fields = [new("new_addresses", addresses)];
        }
        return DecodeRefusal.None;
    }
}
