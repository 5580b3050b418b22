using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.MeteoraDlmm;

/// <summary>The accounts of a pair that a swap names.</summary>
/// <param name="BinArrays">Those the swap may walk through, in its direction.</param>
public sealed record DlmmSwapAccounts(PublicKey Pair, LbPair State, bool HasBitmapExtension, PublicKey ProgramX, PublicKey ProgramY, IReadOnlyList<PublicKey> BinArrays);

/// <summary>Builds swaps.</summary>
/// <remarks>Source: MeteoraAg/dlmm-sdk, idls/dlmm.json (program 0.12.0) at fb02e51a. An optional account that is absent is given as the program's own id.</remarks>
public static class DlmmInstructions
{
    internal const ulong Swap2 = 0x414b3f4c_eb5b5b88;
    internal const ulong SwapExactOut2 = 0x2bd7f784_893cf351;

    /// <summary>Discriminator, two amounts and an empty list of further account groups.</summary>
    private const int DataSize = 8 + 8 + 8 + 4;

    /// <param name="limit">The least output of an exact input, the most input of an exact output.</param>
    public static Instruction Swap(DlmmSwapAccounts pair, PublicKey user, PublicKey source, PublicKey destination, bool exactIn, ulong amount, ulong limit)
    {
        var data = new byte[DataSize];
        BinaryPrimitives.WriteUInt64BigEndian(data, exactIn ? Swap2 : SwapExactOut2);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), exactIn ? amount : limit);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), exactIn ? limit : amount);
        var state = pair.State;
        var absent = AccountMeta.ReadOnly(ProgramIds.MeteoraDlmm);
        var arrays = new AccountMeta[pair.BinArrays.Count];
        for (var i = 0; i < arrays.Length; i++) arrays[i] = AccountMeta.Writable(pair.BinArrays[i]);
        return new Instruction(
            ProgramIds.MeteoraDlmm,
            [
                AccountMeta.Writable(pair.Pair), pair.HasBitmapExtension ? AccountMeta.Writable(DlmmAddresses.BitmapExtension(pair.Pair)) : absent,
                AccountMeta.Writable(state.ReserveX), AccountMeta.Writable(state.ReserveY), AccountMeta.Writable(source), AccountMeta.Writable(destination),
                AccountMeta.ReadOnly(state.MintX), AccountMeta.ReadOnly(state.MintY), AccountMeta.Writable(state.Oracle), absent, AccountMeta.Signer(user),
                AccountMeta.ReadOnly(pair.ProgramX), AccountMeta.ReadOnly(pair.ProgramY), AccountMeta.ReadOnly(ProgramIds.Memo),
                AccountMeta.ReadOnly(DlmmAddresses.EventAuthority), AccountMeta.ReadOnly(ProgramIds.MeteoraDlmm),
                .. arrays,
            ],
            data);
    }
}
