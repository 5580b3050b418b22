using System.Collections.Immutable;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Strategies;

/// <summary>What a trade costs and what may be used for it, as it is now. Replaced whole when something of it changes.</summary>
public sealed record MarketTerms
{
    /// <summary>Whoever lends for one transaction; what is not here cannot be borrowed.</summary>
    public ImmutableArray<FlashLender> Lenders { get; init; } = [];

    public required TradeCosts Costs { get; init; }

    /// <summary>Own capital that a trade without a loan may use, in lamports.</summary>
    public Lamports OwnCapital { get; init; }

    /// <summary>How long the feed may be silent before no state counts as current.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(2);

    public FlashLender? LenderOf(Mint mint)
    {
        foreach (var lender in Lenders)
            if (lender.Mint == mint) return lender;
        return null;
    }
}

/// <summary>What a transaction costs beyond what its swaps and its loan cost.</summary>
/// <param name="Fixed">Signatures and the price of its compute units.</param>
/// <param name="TipFloor">Least tip.</param>
/// <param name="TipCap">Largest tip.</param>
/// <param name="TipShare">Share of the gain after the fixed costs that is offered as tip.</param>
public readonly record struct TradeCosts(Lamports Fixed, Lamports TipFloor, Lamports TipCap, BasisPoints TipShare)
{
    public Lamports Tip(Lamports gain)
    {
        var share = TipShare.Of(Lamports.Max(Lamports.Zero, gain - Fixed));
        return Lamports.Max(TipFloor, Lamports.Min(share, TipCap));
    }

    public Lamports Of(Lamports gain) => Fixed + Tip(gain);
}
