using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>One account of a message being built.</summary>
internal struct AccountSlot
{
    public PublicKey Key;
    public AccountRole Role;
    public bool IsProgram;
    public bool IsLoaded;
    public byte Index;
}

/// <summary>Gives every account of a message its place. Lives on the caller's stack.</summary>
internal ref struct AccountPlan(Span<AccountSlot> slots)
{
    private readonly Span<AccountSlot> _slots = slots;
    private int _count;

    /// <summary>False when there are more accounts than slots.</summary>
    /// <param name="mentions">Gets the slot of each instruction's program, followed by those of its accounts; see <see cref="Number"/>.</param>
    public bool Collect(in PublicKey feePayer, ReadOnlySpan<Instruction> instructions, Span<byte> mentions)
    {
        if (!TryWant(feePayer, AccountRole.SignerWritable, isProgram: false, out _)) return false;
        var at = 0;
        foreach (var instruction in instructions)
        {
            if (!TryWant(instruction.ProgramId, AccountRole.ReadOnly, isProgram: true, out mentions[at++])) return false;
            foreach (ref readonly var account in instruction.Accounts.AsSpan())
                if (!TryWant(account.Key, account.Role, isProgram: false, out mentions[at++])) return false;
        }

        return true;
    }

    /// <summary>Marks what tables hold as loaded and numbers it: the writable of all tables, then the read-only of all.</summary>
    public readonly ImmutableArray<TableLookup> Load(List<LookupTable> tables)
    {
        if (tables.Count == 0) return [];
        byte next = 0;
        var writable = new ReadOnlyMemory<byte>[tables.Count];
        for (var t = 0; t < writable.Length; t++) writable[t] = Drain(tables[t], AccountRole.Writable, ref next);
        var lookups = ImmutableArray.CreateBuilder<TableLookup>(tables.Count);
        for (var t = 0; t < writable.Length; t++)
        {
            var readOnly = Drain(tables[t], AccountRole.ReadOnly, ref next);
            if (writable[t].Length + readOnly.Length > 0) lookups.Add(new TableLookup(tables[t].Key, writable[t], readOnly));
        }

        return lookups.DrainToImmutable();
    }

    /// <summary>Numbers the static accounts by group and shifts the loaded ones behind them.</summary>
    public readonly MessageHeader Arrange(out ImmutableArray<PublicKey> keys)
    {
        var staticCount = 0;
        foreach (ref readonly var slot in _slots[.._count])
            if (!slot.IsLoaded) staticCount++;
        var ordered = new PublicKey[staticCount];
        var at = 0;
        var signersWritable = Place(AccountRole.SignerWritable, ordered, ref at);
        var signersReadOnly = Place(AccountRole.Signer, ordered, ref at);
        Place(AccountRole.Writable, ordered, ref at);
        var readOnly = Place(AccountRole.ReadOnly, ordered, ref at);
        foreach (ref var slot in _slots[.._count])
            if (slot.IsLoaded) slot.Index = (byte)(slot.Index + staticCount);
        keys = ImmutableCollectionsMarshal.AsImmutableArray(ordered);
        return new MessageHeader((byte)(signersWritable + signersReadOnly), (byte)signersReadOnly, (byte)readOnly);
    }

    /// <summary>Puts in place of each slot the index that its account got.</summary>
    public readonly void Number(Span<byte> mentions)
    {
        foreach (ref var mention in mentions) mention = _slots[mention].Index;
    }

    [SkipLocalsInit]
    private readonly ReadOnlyMemory<byte> Drain(LookupTable table, AccountRole role, ref byte next)
    {
        Span<byte> positions = stackalloc byte[Message.AccountsMax];
        var found = 0;
        foreach (ref var slot in _slots[.._count])
        {
            if (slot.Role != role || slot.IsProgram || slot.IsLoaded || !table.TryFind(slot.Key, out var position)) continue;
            positions[found++] = position;
            slot.IsLoaded = true;
            slot.Index = next++;
        }

        return positions[..found].ToArray();
    }

    private readonly int Place(AccountRole role, PublicKey[] ordered, ref int at)
    {
        var first = at;
        foreach (ref var slot in _slots[.._count])
        {
            if (slot.Role != role || slot.IsLoaded) continue;
            slot.Index = (byte)at;
            ordered[at++] = slot.Key;
        }

        return at - first;
    }

    private bool TryWant(in PublicKey key, AccountRole role, bool isProgram, out byte slot)
    {
        var at = Find(key);
        if (at == _count)
        {
            slot = 0;
            if (_count == _slots.Length) return false;
            _slots[_count++] = new AccountSlot { Key = key };
        }

        _slots[at].Role |= role;
        _slots[at].IsProgram |= isProgram;
        slot = (byte)at;
        return true;
    }

    // A linear walk: real messages have 20 to 40 accounts, where it beats hashing.
    private readonly int Find(in PublicKey key)
    {
        var taken = _slots[.._count];
        var at = 0;
        while (at < taken.Length && taken[at].Key != key) at++;
        return at;
    }
}
