using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Opportunities;

namespace Orchestrator.Domain.Strategies;

/// <summary>
/// Finds opportunities in the pools as they are. Pure: no clock, no I/O, no chance of its own; the same looks have the same findings. It may remember
/// what it saw, within bounds it names. One thread at a time looks.
/// </summary>
public interface IMarketStrategy
{
    StrategyId Id { get; }

    /// <summary>Looks at what changed since its last look and adds what is worth telling, best first. Never throws for what a market holds.</summary>
    void Look(in MarketLook look, IList<StrategyFinding> into);
}

/// <summary>One look at the market.</summary>
/// <param name="Now">Market time.</param>
/// <param name="Seed">Told apart from other lookers by this: two with one seed make the same ids.</param>
public readonly record struct MarketLook(MarketView View, MarketTerms Terms, DateTimeOffset Now, string Seed);

/// <summary>What a strategy offers, and the cycle behind it when it is one.</summary>
public sealed record StrategyFinding(Opportunity Opportunity, ArbitrageFinding? Cycle = null);
