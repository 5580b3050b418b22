using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Markets;

/// <summary>One state of one pool, immutable: what a swap through it gives. Pure integer maths, safe for many threads.</summary>
public interface IPoolCurve
{
    /// <summary>Lower-case venue name: raydium, orca, meteora.</summary>
    string Venue { get; }

    /// <summary>Base58 address of the pool.</summary>
    string Pool { get; }

    Mint MintA { get; }

    Mint MintB { get; }

    /// <summary>What exactly this input gives, all fees of pool and tokens included. Never throws, whatever the state holds.</summary>
    /// <param name="aToB">True: A goes in and B comes out.</param>
    /// <param name="amountIn">Base units of the mint that goes in.</param>
    CurveQuote Quote(bool aToB, ulong amountIn, in MarketClock clock);

    /// <summary>The curve's course, for a search to walk on. Approximate: it proposes, <see cref="Quote"/> decides.</summary>
    CurveShape Shape(bool aToB, in MarketClock clock);
}

/// <summary>What a swap gives, to the base unit, or why nothing.</summary>
/// <param name="AmountOut">Base units; zero exactly when there is a refusal.</param>
/// <param name="Impact">How much worse than the pool's price before it the swap is, fees left out, rounded up.</param>
/// <param name="Refusal">Name of the reason; null when there is an answer.</param>
public readonly record struct CurveQuote(ulong AmountOut, BasisPoints Impact, string? Refusal)
{
    public static CurveQuote Refused(string reason) => new(0, default, reason);
}
