using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Grains.Interfaces.Channels;

/// <summary>Body of <see cref="ChannelNames.ArbitrageOpportunities"/>.</summary>
/// <param name="Input">Base units of the first leg's input mint.</param>
/// <param name="ExpectedOutput">Base units of the last leg's output mint, after pool fees.</param>
/// <param name="ExpectedProfit">Lamports after every fee: flash loan, pools, priority fee, tip, signatures.</param>
/// <param name="FlashLoanFee">Read from the reserve, in lamports.</param>
[GenerateSerializer, Immutable, Alias("arbitrage-found")]
public sealed record ArbitrageFound(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] StrategyId Strategy,
    [property: Id(2)] RouteKey RouteKey,
    [property: Id(3)] Mint Token,
    [property: Id(4)] ImmutableArray<RouteLeg> Route,
    [property: Id(5)] BaseUnits Input,
    [property: Id(6)] BaseUnits ExpectedOutput,
    [property: Id(7)] Lamports ExpectedProfit,
    [property: Id(8)] Lamports RequiredCapital,
    [property: Id(9)] Lamports FlashLoanAmount,
    [property: Id(10)] Lamports FlashLoanFee,
    [property: Id(11)] BasisPoints SlippageBound,
    [property: Id(12)] double Risk,
    [property: Id(13)] double Confidence,
    [property: Id(14)] ulong Slot,
    [property: Id(15)] DateTimeOffset ObservedAt,
    [property: Id(16)] DateTimeOffset ExpiresAt);
