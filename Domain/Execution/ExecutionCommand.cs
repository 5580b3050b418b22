using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Execution;

/// <summary>The order to execute one reserved opportunity, valid for one epoch only.</summary>
/// <param name="Id">The opportunity; its reservation carries the same id.</param>
/// <param name="Allocated">Own capital reserved for it, in lamports.</param>
/// <param name="FlashLoan">Borrowed and repaid within the transaction, in lamports of value.</param>
/// <param name="MinimumProfit">The transaction must revert when it would return less than this, in lamports.</param>
/// <param name="Deadline">No first send after this moment (L3).</param>
/// <param name="Asset">What the reservation is made in; SOL unless a strategy says otherwise.</param>
/// <param name="Closes">The position this trade lowers or closes, named by the id that opened it; null when it opens exposure.</param>
[GenerateSerializer, Immutable, Alias("execution-command")]
public sealed record ExecutionCommand(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] PortfolioId Portfolio,
    [property: Id(2)] Epoch Epoch,
    [property: Id(3)] StrategyId Strategy,
    [property: Id(4)] Mint Token,
    [property: Id(5)] ImmutableArray<RouteLeg> Route,
    [property: Id(6)] Lamports Allocated,
    [property: Id(7)] Lamports FlashLoan,
    [property: Id(8)] Lamports ExpectedProfit,
    [property: Id(9)] Lamports MinimumProfit,
    [property: Id(10)] BasisPoints SlippageBound,
    [property: Id(11)] DateTimeOffset Deadline,
    [property: Id(12)] DateTimeOffset DecidedAt,
    [property: Id(13)] Mint Asset,
    [property: Id(14)] OpportunityId? Closes = null);
