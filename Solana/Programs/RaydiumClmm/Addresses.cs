using System.Buffers.Binary;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.RaydiumClmm;

/// <summary>Addresses that follow from a pool. Source: raydium-io/raydium-clmm, programs/amm/src/states.</summary>
public static class RaydiumClmmAddresses
{
    public static PublicKey Pool(PublicKey config, PublicKey mint0, PublicKey mint1) =>
        Of("pool"u8.ToArray(), config.ToArray(), mint0.ToArray(), mint1.ToArray());

    public static PublicKey Vault(PublicKey pool, PublicKey mint) => Of("pool_vault"u8.ToArray(), pool.ToArray(), mint.ToArray());

    public static PublicKey Observation(PublicKey pool) => Of("observation"u8.ToArray(), pool.ToArray());

    public static PublicKey BitmapExtension(PublicKey pool) => Of("pool_tick_array_bitmap_extension"u8.ToArray(), pool.ToArray());

    /// <param name="start">Index of the array's first tick; the seed is big-endian.</param>
    public static PublicKey TickArray(PublicKey pool, int start)
    {
        var seed = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(seed, start);
        return Of("tick_array"u8.ToArray(), pool.ToArray(), seed);
    }

    private static PublicKey Of(params ReadOnlySpan<ReadOnlyMemory<byte>> seeds) =>
        ProgramAddress.Find(ProgramIds.RaydiumClmm, seeds)?.Address ?? throw new InvalidOperationException("No bump gives this address.");
}
