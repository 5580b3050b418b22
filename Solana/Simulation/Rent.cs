namespace Orchestrator.Solana.Simulation;

/// <summary>A system account holds nothing or at least this: rent exemption of an account without data.</summary>
internal static class Rent
{
    public const ulong MinimumLamports = 890_880;
}
