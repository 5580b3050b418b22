using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

/// <summary>Message bytes, both ways.</summary>
internal static class MessageCodec
{
    // Smallest encodings, which bound every count by the bytes that are left.
    private const int InstructionSizeMin = 3;
    private const int LookupSizeMin = PublicKey.Size + 2;

    public static Message? Read(ref WireReader reader)
    {
        var version = MessageVersion.Legacy;
        if ((reader.Peek() & Message.VersionFlag) != 0)
        {
            if (reader.Byte() != Message.VersionFlag) reader.Refuse(WireRefusal.UnknownVersion);
            version = MessageVersion.V0;
        }

        var header = new MessageHeader(reader.Byte(), reader.Byte(), reader.Byte());
        var keys = ReadKeys(ref reader);
        CheckHeader(ref reader, header, keys.Length);
        var hash = reader.Slice(PublicKey.Size);
        var instructions = ReadInstructions(ref reader);
        var lookups = version == MessageVersion.V0 ? ReadLookups(ref reader) : [];
        if (reader.Failed) return null;

        var message = new Message(version, header, keys, new Blockhash(hash.Span), instructions, lookups);
        CheckIndexes(ref reader, message);
        return message;
    }

    public static int SizeOf(Message message)
    {
        var size = (message.Version == MessageVersion.V0 ? 1 : 0) + 3
            + CompactU16.SizeOf(message.StaticKeys.Length) + (message.StaticKeys.Length * PublicKey.Size)
            + PublicKey.Size + CompactU16.SizeOf(message.Instructions.Length);
        foreach (var instruction in message.Instructions)
            size += 1 + SizeOf(instruction.AccountIndexes) + SizeOf(instruction.Data);
        if (message.Version == MessageVersion.Legacy) return size;
        size += CompactU16.SizeOf(message.Lookups.Length);
        foreach (var lookup in message.Lookups)
            size += PublicKey.Size + SizeOf(lookup.WritableIndexes) + SizeOf(lookup.ReadOnlyIndexes);
        return size;
    }

    public static int Write(Message message, Span<byte> to)
    {
        var at = 0;
        if (message.Version == MessageVersion.V0) to[at++] = Message.VersionFlag;
        to[at++] = message.Header.RequiredSignatures;
        to[at++] = message.Header.ReadOnlySigned;
        to[at++] = message.Header.ReadOnlyUnsigned;
        at += CompactU16.Write(to[at..], message.StaticKeys.Length);
        var keys = MemoryMarshal.AsBytes(message.StaticKeys.AsSpan());
        keys.CopyTo(to[at..]);
        at += keys.Length;
        message.RecentBlockhash.CopyTo(to[at..]);
        at += PublicKey.Size;
        at += CompactU16.Write(to[at..], message.Instructions.Length);
        foreach (var instruction in message.Instructions)
        {
            to[at++] = instruction.ProgramIndex;
            at += Write(instruction.AccountIndexes.Span, to[at..]);
            at += Write(instruction.Data.Span, to[at..]);
        }

        if (message.Version == MessageVersion.Legacy) return at;
        at += CompactU16.Write(to[at..], message.Lookups.Length);
        foreach (var lookup in message.Lookups)
        {
            lookup.Table.CopyTo(to[at..]);
            at += PublicKey.Size;
            at += Write(lookup.WritableIndexes.Span, to[at..]);
            at += Write(lookup.ReadOnlyIndexes.Span, to[at..]);
        }

        return at;
    }

    private static ImmutableArray<PublicKey> ReadKeys(ref WireReader reader)
    {
        var count = reader.Count(PublicKey.Size);
        if (count == 0) return [];
        var keys = reader.Slice(count * PublicKey.Size);
        return ImmutableArray.Create(MemoryMarshal.Cast<byte, PublicKey>(keys.Span));
    }

    private static ImmutableArray<CompiledInstruction> ReadInstructions(ref WireReader reader)
    {
        var count = reader.Count(InstructionSizeMin);
        if (count == 0) return [];
        var instructions = new CompiledInstruction[count];
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            var program = reader.Byte();
            var accounts = reader.Slice(reader.Count(1));
            instructions[i] = new CompiledInstruction(program, accounts, reader.Slice(reader.Count(1)));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(instructions);
    }

    private static ImmutableArray<TableLookup> ReadLookups(ref WireReader reader)
    {
        var count = reader.Count(LookupSizeMin);
        if (count == 0) return [];
        var lookups = new TableLookup[count];
        for (var i = 0; i < count && !reader.Failed; i++)
        {
            var table = reader.Key();
            var writable = reader.Slice(reader.Count(1));
            lookups[i] = new TableLookup(table, writable, reader.Slice(reader.Count(1)));
            if (writable.Length + lookups[i].ReadOnlyIndexes.Length == 0) reader.Refuse(WireRefusal.EmptyLookup);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(lookups);
    }

    private static void CheckHeader(ref WireReader reader, MessageHeader header, int keys)
    {
        if (reader.Failed) return;
        if (header.RequiredSignatures <= header.ReadOnlySigned) reader.Refuse(WireRefusal.NoFeePayer);
        if (header.RequiredSignatures + header.ReadOnlyUnsigned > keys) reader.Refuse(WireRefusal.HeaderExceedsKeys);
    }

    private static void CheckIndexes(ref WireReader reader, Message message)
    {
        var accounts = message.AccountCount;
        if (accounts > Message.AccountsMax) reader.Refuse(WireRefusal.TooManyAccounts);
        foreach (var instruction in message.Instructions)
        {
            if (instruction.ProgramIndex == 0 || instruction.ProgramIndex >= message.StaticKeys.Length)
                reader.Refuse(WireRefusal.ProgramIndex);
            foreach (var index in instruction.AccountIndexes.Span)
                if (index >= accounts) reader.Refuse(WireRefusal.AccountIndex);
        }
    }

    private static int SizeOf(ReadOnlyMemory<byte> bytes) => CompactU16.SizeOf(bytes.Length) + bytes.Length;

    private static int Write(ReadOnlySpan<byte> bytes, Span<byte> to)
    {
        var at = CompactU16.Write(to, bytes.Length);
        bytes.CopyTo(to[at..]);
        return at + bytes.Length;
    }
}
