using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.MeteoraDammV2;

/// <summary>Program-derived addresses of Meteora DAMM v2.</summary>
/// <remarks>Source: Meteora's published cp-amm SDK 1.5.0, pda.ts.</remarks>
public static class DammAddresses
{
    /// <summary>Owns every vault of every pool.</summary>
    public static readonly PublicKey PoolAuthority = Of("pool_authority"u8.ToArray());

    /// <summary>Signs the program's calls to itself that carry events.</summary>
    public static readonly PublicKey EventAuthority = Of("__event_authority"u8.ToArray());

    public static PublicKey Pool(PublicKey config, PublicKey mintA, PublicKey mintB)
    {
        var (larger, smaller) = Order(mintA, mintB);
        return Of("pool"u8.ToArray(), config.ToArray(), larger.ToArray(), smaller.ToArray());
    }

    public static PublicKey CustomizablePool(PublicKey mintA, PublicKey mintB)
    {
        var (larger, smaller) = Order(mintA, mintB);
        return Of("cpool"u8.ToArray(), larger.ToArray(), smaller.ToArray());
    }

    public static PublicKey Vault(PublicKey mint, PublicKey pool) => Of("token_vault"u8.ToArray(), mint.ToArray(), pool.ToArray());

    private static (PublicKey Larger, PublicKey Smaller) Order(PublicKey a, PublicKey b) => a > b ? (a, b) : (b, a);

    private static PublicKey Of(params ReadOnlySpan<byte[]> parts)
    {
        var seeds = new ReadOnlyMemory<byte>[parts.Length];
        for (var i = 0; i < seeds.Length; i++) seeds[i] = parts[i];
        return ProgramAddress.Find(ProgramIds.MeteoraDammV2, seeds)?.Address ?? throw new InvalidOperationException("No bump gives this address.");
    }
}
