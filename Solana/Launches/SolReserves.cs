using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Launches;

/// <summary>Where SOL is borrowed within a transaction.</summary>
public static class SolReserves
{
    /// <summary>SOL of Save's main pool. Whether it lends SOL is read from the account before every use.</summary>
    public static readonly PublicKey SaveMainPool = PublicKey.Parse("8PbodeaosQP19SjYFx855UMqWxH2HynZLdBXmsrbac36");
}
