using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.RaydiumCpmm;

/// <summary>Addresses that follow from a pool. Source: raydium-io/raydium-cp-swap, programs/cp-swap/src/states/pool.rs.</summary>
public static class RaydiumCpmmAddresses
{
    /// <summary>Owns every vault and share mint: PDA of ["vault_and_lp_mint_auth_seed"].</summary>
    public static readonly PublicKey Authority = PublicKey.Parse("GpMZbSM2GgvTKHJirzeGfMFoaZ8UR2X7F4v8vHTvxFbL");

    /// <summary>The usual address; a pool may also live at any key that signed its creation.</summary>
    public static PublicKey Pool(PublicKey config, PublicKey mint0, PublicKey mint1) =>
        Of("pool"u8.ToArray(), config.ToArray(), mint0.ToArray(), mint1.ToArray());

    public static PublicKey LpMint(PublicKey pool) => Of("pool_lp_mint"u8.ToArray(), pool.ToArray());

    public static PublicKey Vault(PublicKey pool, PublicKey mint) => Of("pool_vault"u8.ToArray(), pool.ToArray(), mint.ToArray());

    public static PublicKey Observation(PublicKey pool) => Of("observation"u8.ToArray(), pool.ToArray());

    private static PublicKey Of(params ReadOnlySpan<ReadOnlyMemory<byte>> seeds) =>
        ProgramAddress.Find(ProgramIds.RaydiumCpmm, seeds)?.Address ?? throw new InvalidOperationException("No bump gives this address.");
}
