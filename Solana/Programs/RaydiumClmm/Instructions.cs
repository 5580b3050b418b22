using System.Buffers.Binary;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>Builds swaps.</summary>
/// <remarks>Source: raydium-io/raydium-clmm, programs/amm/src/instructions/swap_v2.rs at 03b44b7f.</remarks>
public static class RaydiumClmmInstructions
{
    internal const ulong SwapTag = 0xf8c69e91e17587c8;
    internal const ulong SwapV2Tag = 0x2b04ed0b1ac91e62;

    /// <summary>Works for both token programs. No price limit of its own: what cannot be filled whole fails.</summary>
    /// <param name="amount">Input when <paramref name="exactIn"/>, else output; base units.</param>
    /// <param name="limit">Least output when <paramref name="exactIn"/>, else most input; base units.</param>
    /// <param name="bitmapExtension">Null where the spacing needs none.</param>
    /// <param name="tickArrays">In the order in which the price meets them.</param>
    public static Instruction SwapV2(
        PublicKey address, ClmmPoolState pool, bool zeroForOne, PublicKey trader, PublicKey source, PublicKey destination, bool exactIn,
        ulong amount, ulong limit, PublicKey? bitmapExtension, IEnumerable<PublicKey> tickArrays)
    {
        var data = new byte[41];
        BinaryPrimitives.WriteUInt64BigEndian(data, SwapV2Tag);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(8), amount);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16), limit);
        data[40] = exactIn ? (byte)1 : (byte)0;
        return new Instruction(ProgramIds.RaydiumClmm,
            [
                AccountMeta.Signer(trader), AccountMeta.ReadOnly(pool.Config), AccountMeta.Writable(address),
                AccountMeta.Writable(source), AccountMeta.Writable(destination),
                AccountMeta.Writable(zeroForOne ? pool.Vault0 : pool.Vault1), AccountMeta.Writable(zeroForOne ? pool.Vault1 : pool.Vault0),
                AccountMeta.Writable(pool.Observation), AccountMeta.ReadOnly(ProgramIds.Token), AccountMeta.ReadOnly(ProgramIds.Token2022),
                AccountMeta.ReadOnly(ProgramIds.Memo),
                AccountMeta.ReadOnly(zeroForOne ? pool.Mint0 : pool.Mint1), AccountMeta.ReadOnly(zeroForOne ? pool.Mint1 : pool.Mint0),
                .. bitmapExtension is { } extension ? new[] { AccountMeta.Writable(extension) } : [],
                .. tickArrays.Select(AccountMeta.Writable),
            ],
            data);
    }
}
