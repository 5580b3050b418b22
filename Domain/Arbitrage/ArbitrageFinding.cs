using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>A cycle of swaps that pays after every fee, as a scan saw it.</summary>
/// <param name="RouteKey">Venue, pair and direction of each leg: the same cycle found again has the same key.</param>
/// <param name="Token">The token that the first leg buys: what the trade is exposed to.</param>
/// <param name="Input">Base units of the first leg's input mint.</param>
/// <param name="ExpectedOutput">Base units of the last leg's output mint, after pool fees.</param>
/// <param name="ExpectedProfit">After flash-loan fee, pool fees, priority fee, tip and signature fee.</param>
/// <param name="RequiredCapital">Own capital: fees, tip and buffer, or the whole input when nothing is borrowed.</param>
/// <param name="FlashLoanAmount">Zero when nothing is borrowed.</param>
/// <param name="FlashLoanFee">Read from the lender's reserve.</param>
/// <param name="SlippageBound">How much less than expected the trade tolerates before it reverts.</param>
/// <param name="Risk">0 to 1; for ranking only.</param>
/// <param name="Confidence">0 to 1, the estimated chance that it is still there when it lands; for ranking only.</param>
/// <param name="GapAgeSlots">For how many slots the cycle has paid.</param>
/// <param name="Slot">Slot of the state the amounts were computed on.</param>
public sealed record ArbitrageFinding(
    OpportunityId Id,
    StrategyId Strategy,
    RouteKey RouteKey,
    Mint Token,
    ImmutableArray<RouteLeg> Route,
    BaseUnits Input,
    BaseUnits ExpectedOutput,
    Lamports ExpectedProfit,
    Lamports RequiredCapital,
    Lamports FlashLoanAmount,
    Lamports FlashLoanFee,
    BasisPoints SlippageBound,
    double Risk,
    double Confidence,
    int GapAgeSlots,
    ulong Slot,
    DateTimeOffset ObservedAt,
    DateTimeOffset ExpiresAt);
