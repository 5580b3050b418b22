namespace Orchestrator.Solana.Simulation;

internal static class Rent
{
    /// <summary>A system account holds nothing or at least this: rent exemption of an account without data.</summary>
    public const ulong MinimumLamports = 890_880;

    /// <summary>Rent exemption of a token account of 165 bytes: 6,960 lamports a byte, with 128 bytes of overhead.</summary>
    public const ulong TokenAccountLamports = 2_039_280;
}
