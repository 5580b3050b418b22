using System.Collections.Immutable;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Opportunities;

/// <summary>An operator's wish, a multiplier on a positive raw score: 0.5, 1, 1.5, 2. Producers leave it out.</summary>
public enum Priority
{
    Low = 0,
    Normal = 1,
    High = 2,
    Critical = 3,
}

/// <summary>A chance to trade found by a strategy.</summary>
/// <param name="Asset">The asset own capital is taken from; SOL unless a strategy says otherwise.</param>
/// <param name="ExpectedProfit">After all fees, in lamports of value.</param>
/// <param name="Risk">0 (none) to 1.</param>
/// <param name="Confidence">0 to 1: how sure the strategy is of its own numbers.</param>
/// <param name="RequiredCapital">Own capital, in lamports of value.</param>
/// <param name="FlashLoan">Borrowed and repaid within the transaction, in lamports of value.</param>
/// <param name="SlippageBound">The plan reverts beyond this.</param>
/// <param name="DataSlot">Slot of the oldest market data behind it; null when an operator named the target and no data stands behind it.</param>
/// <param name="Priority">Set by operators only.</param>
/// <param name="Evidence">What the strategy saw, as JSON; shown, never interpreted.</param>
/// <param name="Closes">The position this trade lowers or closes, named by the id that opened it; null when it opens exposure.</param>
/// <param name="Exit">The rule that sells a held position; null for everything else, an operator's own exit included.</param>
[GenerateSerializer, Immutable, Alias("opportunity")]
public sealed record Opportunity(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] StrategyId Strategy,
    [property: Id(2)] Mint Token,
    [property: Id(3)] RouteKey RouteKey,
    [property: Id(4)] Mint Asset,
    [property: Id(5)] Lamports ExpectedProfit,
    [property: Id(6)] double Risk,
    [property: Id(7)] double Confidence,
    [property: Id(8)] Lamports RequiredCapital,
    [property: Id(9)] Lamports FlashLoan,
    [property: Id(10)] BasisPoints SlippageBound,
    [property: Id(11)] ulong? DataSlot,
    [property: Id(12)] DateTimeOffset CreatedAt,
    [property: Id(13)] DateTimeOffset ExpiresAt,
    [property: Id(14)] Priority? Priority,
    [property: Id(15)] string Evidence,
    [property: Id(16)] OpportunityId? Closes,
    [property: Id(17)] ImmutableArray<RouteLeg> Route,
    [property: Id(18)] ExitCause? Exit = null)
{
    /// <summary>Longest evidence kept, in characters: the queue's memory is bounded by it.</summary>
    public const int EvidenceLengthMax = 4_096;

    /// <summary>Longest strategy name and route key, in characters.</summary>
    public const int NameLengthMax = 256;

    /// <summary>Most legs a route may have.</summary>
    public const int LegsMax = 8;

    /// <summary>The route ends in what it started from, so that the whole trade is over with its transaction.</summary>
    public bool IsRoundTrip => !Route.IsDefaultOrEmpty && Route[0].Input == Route[^1].Output;

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>True for the same thing told twice: every field is equal, the route leg by leg.</summary>
    public bool HasSameContent(Opportunity other) =>
        this with { Route = other.Route } == other && LegsOf(this).SequenceEqual(LegsOf(other));

    private static ReadOnlySpan<RouteLeg> LegsOf(Opportunity opportunity) =>
        opportunity.Route.IsDefault ? [] : opportunity.Route.AsSpan();
}
