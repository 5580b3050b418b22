using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>A token of the simulated market, with its mint and decimals on mainnet.</summary>
/// <param name="NanoUsd">Opening price of one whole token in 10^-9 USD; only the ratio to SOL matters.</param>
/// <param name="Drifts">False for what follows the dollar.</param>
public sealed record VenueToken(int Index, string Symbol, PublicKey Key, Mint Mint, int Decimals, ulong NanoUsd, bool Drifts)
{
    /// <summary>Reference prices are lamports per base unit, times this.</summary>
    public const ulong PriceUnit = 1_000_000_000_000;

    internal const int Sol = 0;
    internal const int Usdc = 1;
    internal const int Usdt = 2;
    internal const int Bonk = 3;
    internal const int Jup = 4;
    internal const int Wif = 5;
    internal const int Jto = 7;
    internal const int Ray = 9;

    public static readonly IReadOnlyList<VenueToken> All =
    [
        Of(0, "SOL", "So11111111111111111111111111111111111111112", 9, 150_000_000_000, false),
        Of(1, "USDC", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", 6, 1_000_000_000, true),
        Of(2, "USDT", "Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB", 6, 1_000_000_000, false),
        Of(3, "BONK", "DezXAZ8z7PnrnRJjz3wXBoRgixCa6xjnB7YaB1pPB263", 5, 20_000, true),
        Of(4, "JUP", "JUPyiwrYJFskUPiHa7hkeR8VUtAeFoSYbKedZNsDvCN", 6, 500_000_000, true),
        Of(5, "WIF", "EKpQGSJtjMFqKZ9KQanSqYXRcF8fBopzLHYxdM65zcjm", 6, 800_000_000, true),
        Of(6, "PYTH", "HZ1JovNiVvGrGNiiYvEozEVgZ58xaU3RKwX8eACQBCt3", 6, 150_000_000, true),
        Of(7, "JTO", "jtojtomepa8beP8AuQc6eXt5FriJwfFMwQx2v2f9mCL", 9, 2_000_000_000, true),
        Of(8, "ORCA", "orcaEKTdK7LKz57vaAYr9QeNsVEPfiu6QeMU1kektZE", 6, 2_500_000_000, true),
        Of(9, "RAY", "4k3Dyjzvzp8eMZWUXbBCjEvwSkkk59S5iCNLY3QrkX6R", 6, 2_000_000_000, true),
    ];

    public PublicKey Program { get; private init; } = ProgramIds.Token;

    /// <summary>Lamports per base unit at its launch, times <see cref="PriceUnit"/>; null for the tokens that were there before.</summary>
    private ulong? LaunchPrice { get; init; }

    /// <summary>A token that comes into being in a pool with this much SOL and this many units.</summary>
    public static VenueToken Launched(int index, string symbol, PublicKey key, PublicKey program, int decimals, ulong lamports, ulong units) =>
        new(index, symbol, key, new Mint(key.ToString()), decimals, 0, false) { Program = program, LaunchPrice = (ulong)((UInt128)lamports * PriceUnit / units) };

    /// <summary>Lamports per base unit at the start, times <see cref="PriceUnit"/>.</summary>
    public ulong OpeningPrice
    {
        get
        {
            if (LaunchPrice is { } launched) return launched;
            UInt128 wholeToken = (UInt128)NanoUsd * PriceUnit * 1_000_000_000 / All[Sol].NanoUsd;
            for (var i = 0; i < Decimals; i++) wholeToken /= 10;
            return (ulong)wholeToken;
        }
    }

    /// <summary>Base units worth this much at the opening price.</summary>
    public ulong BaseUnitsFor(ulong lamports) => (ulong)((UInt128)lamports * PriceUnit / OpeningPrice);

    private static VenueToken Of(int index, string symbol, string mint, int decimals, ulong nanoUsd, bool drifts) =>
        new(index, symbol, PublicKey.Parse(mint), new Mint(mint), decimals, nanoUsd, drifts);
}
