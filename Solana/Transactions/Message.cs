using System.Collections.Immutable;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Transactions;

public enum MessageVersion : byte
{
    Legacy,
    V0,
}

/// <summary>How many of the static keys sign, and how many of those and of the others are read-only.</summary>
public readonly record struct MessageHeader(byte RequiredSignatures, byte ReadOnlySigned, byte ReadOnlyUnsigned);

/// <summary>An instruction whose program and accounts are indexes into the message's accounts.</summary>
public readonly record struct CompiledInstruction(byte ProgramIndex, ReadOnlyMemory<byte> AccountIndexes, ReadOnlyMemory<byte> Data);

/// <summary>Accounts taken from an on-chain table, by position in it.</summary>
public readonly record struct TableLookup(PublicKey Table, ReadOnlyMemory<byte> WritableIndexes, ReadOnlyMemory<byte> ReadOnlyIndexes);

/// <summary>What signers sign. Decoded messages have passed the runtime's own sanity checks on counts and indexes.</summary>
/// <remarks>
/// Account order: static keys (writable signers, read-only signers, writable, read-only), then all writable loaded
/// ones in table order, then all read-only loaded ones. Source: solana-sdk, message crate, v0 and legacy.
/// </remarks>
public sealed class Message(
    MessageVersion version,
    MessageHeader header,
    ImmutableArray<PublicKey> staticKeys,
    Blockhash recentBlockhash,
    ImmutableArray<CompiledInstruction> instructions,
    ImmutableArray<TableLookup> lookups)
{
    internal const byte VersionFlag = 0x80;
    internal const int AccountsMax = 256;

    public MessageVersion Version { get; } = version;

    public MessageHeader Header { get; } = header;

    public ImmutableArray<PublicKey> StaticKeys { get; } = staticKeys;

    public Blockhash RecentBlockhash { get; } = recentBlockhash;

    public ImmutableArray<CompiledInstruction> Instructions { get; } = instructions;

    /// <summary>Empty for legacy messages.</summary>
    public ImmutableArray<TableLookup> Lookups { get; } = lookups;

    public PublicKey FeePayer => StaticKeys[0];

    public int WritableLoaded => Lookups.Sum(static lookup => lookup.WritableIndexes.Length);

    public int ReadOnlyLoaded => Lookups.Sum(static lookup => lookup.ReadOnlyIndexes.Length);

    public int AccountCount => StaticKeys.Length + WritableLoaded + ReadOnlyLoaded;

    public bool IsSigner(int accountIndex) => accountIndex < Header.RequiredSignatures;

    /// <summary>As the message asks; the runtime demotes program ids and reserved accounts to read-only.</summary>
    public bool IsWritable(int accountIndex)
    {
        if (accountIndex >= StaticKeys.Length) return accountIndex < StaticKeys.Length + WritableLoaded;
        return accountIndex < Header.RequiredSignatures
            ? accountIndex < Header.RequiredSignatures - Header.ReadOnlySigned
            : accountIndex < StaticKeys.Length - Header.ReadOnlyUnsigned;
    }

    public AccountRole RoleOf(int accountIndex) =>
        (IsSigner(accountIndex) ? AccountRole.Signer : AccountRole.ReadOnly)
        | (IsWritable(accountIndex) ? AccountRole.Writable : AccountRole.ReadOnly);

    /// <summary>Bytes of the encoded message.</summary>
    public int Size => MessageCodec.SizeOf(this);

    /// <summary>Writes the bytes that signatures cover; returns their number.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="Size"/>.</exception>
    public int Encode(Span<byte> destination) => MessageCodec.Write(this, destination);

    public byte[] Encode()
    {
        var bytes = new byte[Size];
        Encode(bytes);
        return bytes;
    }

    /// <summary>Any bytes give a message or a refusal. The message keeps slices of <paramref name="bytes"/>.</summary>
    public static WireRefusal Decode(ReadOnlyMemory<byte> bytes, out Message? message)
    {
        message = null;
        if (bytes.Length > VersionedTransaction.SizeMax) return WireRefusal.TooLarge;
        var reader = new WireReader(bytes);
        var read = MessageCodec.Read(ref reader);
        if (reader.Left > 0) reader.Refuse(WireRefusal.TrailingBytes);
        if (!reader.Failed) message = read;
        return reader.Refusal;
    }
}
