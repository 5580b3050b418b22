using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.OrcaWhirlpool;

/// <summary>What a swap says besides its accounts.</summary>
/// <param name="Limit">The least output of an exact input, the most input of an exact output.</param>
/// <param name="SqrtPriceLimit">Q64.64; zero for none.</param>
public readonly record struct WhirlpoolSwapTerms(ulong Amount, ulong Limit, UInt128 SqrtPriceLimit, bool ExactIn, bool AToB);

/// <summary>Builds swaps.</summary>
/// <remarks>Source: orca-so/whirlpools, programs/whirlpool/src/instructions/swap.rs and v2/swap.rs at 630c0e01.</remarks>
public static class WhirlpoolInstructions
{
    internal const ulong SwapDiscriminator = 0xf8c69e91_e17587c8;
    internal const ulong SwapV2Discriminator = 0x2b04ed0b_1ac91e62;
    internal const ulong TwoHopDiscriminator = 0xc360ed6c_44a2dbe6;

    /// <summary>More tick arrays than the three of the instruction; the program uses them when the price has moved meanwhile.</summary>
    public const int SupplementalArraysMax = 3;

    private const byte SupplementalTickArrays = 6;
    private const int TermsSize = 42;

    /// <summary>For two SPL Token mints and a fixed fee.</summary>
    public static Instruction Swap(
        PublicKey pool, Whirlpool state, PublicKey authority, PublicKey ownerA, PublicKey ownerB, in WhirlpoolSwapTerms terms)
    {
        var arrays = WhirlpoolAddresses.SwapArrays(pool, state.TickCurrentIndex, state.TickSpacing, terms.AToB);
        return new Instruction(
            ProgramIds.Whirlpool,
            [
                AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.Signer(authority), AccountMeta.Writable(pool),
                AccountMeta.Writable(ownerA), AccountMeta.Writable(state.VaultA), AccountMeta.Writable(ownerB), AccountMeta.Writable(state.VaultB),
                AccountMeta.Writable(arrays.First), AccountMeta.Writable(arrays.Second), AccountMeta.Writable(arrays.Third),
                AccountMeta.ReadOnly(WhirlpoolAddresses.Oracle(pool)),
            ],
            Data(SwapDiscriminator, terms, TermsSize));
    }

    /// <summary>For any mints and fee.</summary>
    /// <param name="supplemental">At most <see cref="SupplementalArraysMax"/> further arrays.</param>
    public static Instruction SwapV2(
        PublicKey pool, Whirlpool state, (PublicKey A, PublicKey B) tokenPrograms, PublicKey authority, (PublicKey A, PublicKey B) owners,
        in WhirlpoolSwapTerms terms, params ReadOnlySpan<PublicKey> supplemental)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(supplemental.Length, SupplementalArraysMax);
        var arrays = WhirlpoolAddresses.SwapArrays(pool, state.TickCurrentIndex, state.TickSpacing, terms.AToB);
        AccountMeta[] accounts =
        [
            AccountMeta.ReadOnly(tokenPrograms.A), AccountMeta.ReadOnly(tokenPrograms.B), AccountMeta.ReadOnly(ProgramIds.Memo),
            AccountMeta.Signer(authority), AccountMeta.Writable(pool), AccountMeta.ReadOnly(state.MintA), AccountMeta.ReadOnly(state.MintB),
            AccountMeta.Writable(owners.A), AccountMeta.Writable(state.VaultA), AccountMeta.Writable(owners.B), AccountMeta.Writable(state.VaultB),
            AccountMeta.Writable(arrays.First), AccountMeta.Writable(arrays.Second), AccountMeta.Writable(arrays.Third),
            AccountMeta.Writable(WhirlpoolAddresses.Oracle(pool)),
        ];
        if (supplemental.IsEmpty) return new Instruction(ProgramIds.Whirlpool, ImmutableCollectionsMarshal.AsImmutableArray(accounts), Data(SwapV2Discriminator, terms, TermsSize + 1));

        var data = Data(SwapV2Discriminator, terms, TermsSize + 7);
        data[TermsSize] = 1;
        data[TermsSize + 1] = 1;
        data[TermsSize + 5] = SupplementalTickArrays;
        data[TermsSize + 6] = (byte)supplemental.Length;
        var more = new AccountMeta[supplemental.Length];
        for (var i = 0; i < more.Length; i++) more[i] = AccountMeta.Writable(supplemental[i]);
        return new Instruction(ProgramIds.Whirlpool, [.. accounts, .. more], data);
    }

    /// <summary>Two pools in one instruction, for SPL Token mints and fixed fees. The threshold is on the two outer amounts.</summary>
    public static Instruction TwoHopSwap(
        (PublicKey Pool, Whirlpool State, bool AToB) one, (PublicKey Pool, Whirlpool State, bool AToB) two, PublicKey authority,
        (PublicKey A, PublicKey B) ownersOne, (PublicKey A, PublicKey B) ownersTwo, in WhirlpoolSwapTerms terms)
    {
        var first = WhirlpoolAddresses.SwapArrays(one.Pool, one.State.TickCurrentIndex, one.State.TickSpacing, one.AToB);
        var second = WhirlpoolAddresses.SwapArrays(two.Pool, two.State.TickCurrentIndex, two.State.TickSpacing, two.AToB);
        var data = new byte[59];
        BinaryPrimitives.WriteUInt64BigEndian(data, TwoHopDiscriminator);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), terms.Amount);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), terms.Limit);
        data[24] = Flag(terms.ExactIn);
        data[25] = Flag(one.AToB);
        data[26] = Flag(two.AToB);
        // Both price limits stay zero: none.
        return new Instruction(
            ProgramIds.Whirlpool,
            [
                AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.Signer(authority), AccountMeta.Writable(one.Pool), AccountMeta.Writable(two.Pool),
                AccountMeta.Writable(ownersOne.A), AccountMeta.Writable(one.State.VaultA),
                AccountMeta.Writable(ownersOne.B), AccountMeta.Writable(one.State.VaultB),
                AccountMeta.Writable(ownersTwo.A), AccountMeta.Writable(two.State.VaultA),
                AccountMeta.Writable(ownersTwo.B), AccountMeta.Writable(two.State.VaultB),
                AccountMeta.Writable(first.First), AccountMeta.Writable(first.Second), AccountMeta.Writable(first.Third),
                AccountMeta.Writable(second.First), AccountMeta.Writable(second.Second), AccountMeta.Writable(second.Third),
                AccountMeta.ReadOnly(WhirlpoolAddresses.Oracle(one.Pool)), AccountMeta.ReadOnly(WhirlpoolAddresses.Oracle(two.Pool)),
            ],
            data);
    }

    private static byte[] Data(ulong discriminator, in WhirlpoolSwapTerms terms, int size)
    {
        var data = new byte[size];
        BinaryPrimitives.WriteUInt64BigEndian(data, discriminator);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), terms.Amount);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), terms.Limit);
        BinaryPrimitives.WriteUInt128LittleEndian(data.AsSpan(24), terms.SqrtPriceLimit);
        data[40] = Flag(terms.ExactIn);
        data[41] = Flag(terms.AToB);
        return data;
    }

    private static byte Flag(bool value) => value ? (byte)1 : (byte)0;
}
