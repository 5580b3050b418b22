using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.RaydiumV4;

/// <summary>Addresses that follow from the market a pool was made for.</summary>
/// <remarks>Source: raydium-io/raydium-amm, program/src/processor.rs.</remarks>
public static class RaydiumV4Addresses
{
    /// <summary>Owns every vault of every pool: PDA of ["amm authority"], bump 254.</summary>
    public static readonly PublicKey Authority = PublicKey.Parse("5Q544fKrFoe6tsEbD7S8EmxGTJYAKtTVhAW5Q5pge4j1");

    public static PublicKey Amm(PublicKey market) => Of(market, "amm_associated_seed"u8);
    public static PublicKey LpMint(PublicKey market) => Of(market, "lp_mint_associated_seed"u8);
    public static PublicKey CoinVault(PublicKey market) => Of(market, "coin_vault_associated_seed"u8);
    public static PublicKey PcVault(PublicKey market) => Of(market, "pc_vault_associated_seed"u8);
    public static PublicKey TargetOrders(PublicKey market) => Of(market, "target_associated_seed"u8);
    public static PublicKey OpenOrders(PublicKey market) => Of(market, "open_order_associated_seed"u8);

    private static PublicKey Of(PublicKey market, ReadOnlySpan<byte> seed) =>
        ProgramAddress.Find(ProgramIds.RaydiumV4, ProgramIds.RaydiumV4.ToArray(), market.ToArray(), seed.ToArray())?.Address
        ?? throw new InvalidOperationException("No bump gives this address.");
}
