using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Launches;

/// <summary>How a pool came into being; the numbers are those of the launch channel.</summary>
public enum LaunchForm
{
    /// <summary>A pool of Raydium CPMM, Raydium CLMM, Meteora DLMM or Meteora DAMM v2.</summary>
    NewPoolCreation = 0,

    /// <summary>Raydium v4.</summary>
    InitializePool = 1,

    /// <summary>Orca Whirlpool.</summary>
    CreateLiquidityPool = 2,
}

/// <summary>A pool that came into being, seen as the launch of its token.</summary>
/// <param name="Token">The mint that is not the quote; of two tokens neither of which is a quote, the pool's first.</param>
/// <param name="Quote">SOL, else USDC or USDT, else the pool's second mint.</param>
/// <param name="QuoteUnits">Base units of the quote that the creation put in; zero for a pool that is created empty.</param>
/// <param name="TokenUnits">Base units of the token that the creation put in.</param>
/// <param name="Slot">Null where the source does not say.</param>
public sealed record Launch(
    LaunchForm Form,
    Mint Token,
    Mint Quote,
    string Program,
    string Pool,
    string Creator,
    BaseUnits QuoteUnits,
    BaseUnits TokenUnits,
    ulong? Slot,
    string Signature,
    DateTimeOffset ObservedAt)
{
    /// <summary>Lamports of the SOL side; zero when the quote is another token.</summary>
    public Lamports InitialLiquidity => Quote.IsSol ? new Lamports((long)Math.Min(QuoteUnits.Value, long.MaxValue)) : Lamports.Zero;
}
