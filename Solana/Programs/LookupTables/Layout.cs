using System.Collections.Immutable;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;
using static Orchestrator.Solana.Programs.LittleEndian;

namespace Orchestrator.Solana.Programs.LookupTables;

/// <summary>An address lookup table account: a header of 56 bytes, then up to 256 addresses.</summary>
/// <remarks>Source: solana-program/address-lookup-table, program/src/state.rs.</remarks>
/// <param name="DeactivationSlot">u64::MAX while the table is in use.</param>
/// <param name="LastExtendedSlot">Addresses from <paramref name="LastExtendedStart"/> on are usable only in later slots.</param>
/// <param name="Authority">Null when the table is frozen for ever.</param>
public sealed record LookupTableAccount(
    ulong DeactivationSlot, ulong LastExtendedSlot, byte LastExtendedStart, PublicKey? Authority, ImmutableArray<PublicKey> Addresses)
{
    public const int HeaderSize = 56;
    public const int AddressesMax = 256;

    private const uint LookupTableState = 1;
    private const int AddressesAt = HeaderSize;

    public bool IsActive => DeactivationSlot == ulong.MaxValue;

    public static DecodeRefusal Read(PublicKey owner, ReadOnlySpan<byte> data, out LookupTableAccount? table)
    {
        table = null;
        if (owner != ProgramIds.AddressLookupTable) return DecodeRefusal.WrongOwner;
        var body = data.Length - HeaderSize;
        if (body < 0 || body % PublicKey.Size != 0 || body / PublicKey.Size > AddressesMax) return DecodeRefusal.WrongLength;
        var state = U32(data, 0);
        if (state == 0) return DecodeRefusal.Uninitialized;
        if (state != LookupTableState) return DecodeRefusal.UnknownVersion;
        var hasAuthority = data[21];
        var start = data[20];
        if (hasAuthority > 1 || start > body / PublicKey.Size) return DecodeRefusal.InvalidField;
        var addresses = ImmutableArray.CreateBuilder<PublicKey>(body / PublicKey.Size);
        for (var at = AddressesAt; at < data.Length; at += PublicKey.Size) addresses.Add(Key(data, at));
        table = new LookupTableAccount(U64(data, 4), U64(data, 12), start, hasAuthority == 1 ? Key(data, 22) : null, addresses.MoveToImmutable());
        return DecodeRefusal.None;
    }

    /// <summary>The table as a transaction in this slot sees it: what was added in this very slot is not there yet.</summary>
    public LookupTable UsableIn(PublicKey key, ulong slot) =>
        new(key, slot > LastExtendedSlot ? Addresses : Addresses[..Math.Min(LastExtendedStart, Addresses.Length)]);
}
