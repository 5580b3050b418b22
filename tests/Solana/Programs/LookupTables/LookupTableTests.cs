using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.LookupTables;

namespace Orchestrator.Solana.Tests.Programs.LookupTables;

public sealed class LookupTableTests
{
    private static readonly PublicKey Table = Accounts.Key(1), Authority = Accounts.Key(2), Payer = Accounts.Key(3);

    [Fact]
    public void What_was_added_in_this_slot_is_usable_only_in_the_next()
    {
        Assert.Equal(DecodeRefusal.None, LookupTableAccount.Read(ProgramIds.AddressLookupTable, Data(3, lastExtended: 70, start: 2), out var table));
        Assert.True(table!.IsActive);
        Assert.Equal(Authority, table.Authority);
        Assert.Equal(2, table.UsableIn(Table, 70).Addresses.Length);
        Assert.Equal(3, table.UsableIn(Table, 71).Addresses.Length);
        Assert.Equal(Accounts.Key(12), table.UsableIn(Table, 71).Addresses[2]);
    }

    [Fact]
    public void Other_accounts_are_refused_by_name()
    {
        static DecodeRefusal Refusal(byte[] data, PublicKey? owner = null) => LookupTableAccount.Read(owner ?? ProgramIds.AddressLookupTable, data, out _);
        Assert.Equal(DecodeRefusal.WrongOwner, Refusal(Data(1), ProgramIds.System));
        Assert.Equal(DecodeRefusal.WrongLength, Refusal(new byte[55]));
        Assert.Equal(DecodeRefusal.WrongLength, Refusal(new byte[57]));
        Assert.Equal(DecodeRefusal.WrongLength, Refusal(Data(257)));
        Assert.Equal(DecodeRefusal.Uninitialized, Refusal(new byte[56]));
        Assert.Equal(DecodeRefusal.UnknownVersion, Refusal([2, .. new byte[55]]));
        Assert.Equal(DecodeRefusal.InvalidField, Refusal(Data(1, start: 2)));
    }

    [Fact]
    public void Creating_and_extending_are_read_back_and_bounded()
    {
        var program = new LookupTableProgram();
        var (create, address) = LookupTableInstructions.Create(Authority, Payer, 123);
        Assert.Equal(ProgramAddress.Find(ProgramIds.AddressLookupTable, Authority.ToArray(), BitConverter.GetBytes(123UL))!.Value.Address, address);
        Assert.Equal(DecodeRefusal.None, program.ReadInstruction(new(create.ProgramId, [.. create.Accounts.Select(a => a.Key)], create.Data.Span), out var made));
        Assert.Equal("create_lookup_table", made!.Name);
        Assert.Equal(new Field("recent_slot", 123UL), made.Fields[0]);

        PublicKey[] added = [.. Enumerable.Range(10, 30).Select(Accounts.Key)];
        var extend = LookupTableInstructions.Extend(address, Authority, Payer, added);
        Assert.Equal(DecodeRefusal.None, program.ReadInstruction(new(extend.ProgramId, [.. extend.Accounts.Select(a => a.Key)], extend.Data.Span), out var extended));
        Assert.Equal(added, ((object[])extended!.Fields[0].Value!).Cast<PublicKey>());
        Assert.Throws<ArgumentException>(() => LookupTableInstructions.Extend(address, Authority, Payer, new PublicKey[31]));

        var lying = extend.Data.ToArray();
        BitConverter.TryWriteBytes(lying.AsSpan(4), ulong.MaxValue);
        Assert.Equal(DecodeRefusal.InvalidField, program.ReadInstruction(new(extend.ProgramId, [.. extend.Accounts.Select(a => a.Key)], lying), out _));
        BitConverter.TryWriteBytes(lying.AsSpan(4), 31UL);
        Assert.Equal(DecodeRefusal.WrongLength, program.ReadInstruction(new(extend.ProgramId, [.. extend.Accounts.Select(a => a.Key)], lying), out _));
    }

    private static byte[] Data(int addresses, ulong lastExtended = 0, byte start = 0)
    {
        var data = new byte[56 + 32 * addresses];
        data[0] = 1;
        BitConverter.TryWriteBytes(data.AsSpan(4), ulong.MaxValue);
        BitConverter.TryWriteBytes(data.AsSpan(12), lastExtended);
        data[20] = start;
        data[21] = 1;
        Authority.CopyTo(data.AsSpan(22));
        for (var i = 0; i < addresses; i++) Accounts.Key(10 + i).CopyTo(data.AsSpan(56 + 32 * i));
        return data;
    }
}
