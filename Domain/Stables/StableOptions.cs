using System.Collections.Immutable;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Stables;

/// <summary>What a triangle over two dollars is content with.</summary>
public sealed record StableOptions
{
    /// <summary>Two or more tokens that follow the dollar.</summary>
    public ImmutableArray<Mint> Dollars { get; init; } =
        [new("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"), new("Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB")];

    /// <summary>Venues whose pools may stand in it, in lower case.</summary>
    public ImmutableArray<string> Venues { get; init; } = ["raydium", "orca", "meteora"];

    /// <summary>Smallest profit after everything, lamports. Low: such gaps are a few basis points and come often.</summary>
    public Lamports MinimumProfit { get; init; } = new(2_000_000);

    /// <summary>Own capital of one trade, lamports.</summary>
    public Lamports CapitalMax { get; init; } = new(20 * Lamports.PerSol);
}
