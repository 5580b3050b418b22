using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Capital;

/// <summary>Capital set aside for one trade before anything is sent; settled exactly once.</summary>
/// <param name="Units">What is set aside, in base units of <paramref name="Asset"/>.</param>
/// <param name="Value">The same in lamports of value when it was reserved; limits count this.</param>
/// <param name="Day">Day (since 1970-01-01 UTC) whose flash-loan use it counts in.</param>
/// <param name="Pinned">An intent may exist: time alone no longer ends it.</param>
/// <param name="OpensPosition">What it buys may outlive its transaction.</param>
/// <param name="Confirmed">Seen at confirmed commitment: it runs no more, its capital waits for finality.</param>
/// <param name="Content">Hash of the trade, to tell a repetition from another trade under the same id.</param>
[GenerateSerializer, Immutable, Alias("reservation")]
public sealed record Reservation(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] StrategyId Strategy,
    [property: Id(2)] Mint Token,
    [property: Id(3)] Mint Asset,
    [property: Id(4)] SignedUnits Units,
    [property: Id(5)] Lamports Value,
    [property: Id(6)] Lamports FlashLoan,
    [property: Id(7)] int Day,
    [property: Id(8)] Epoch Epoch,
    [property: Id(9)] DateTimeOffset CreatedAt,
    [property: Id(10)] DateTimeOffset ExpiresAt,
    [property: Id(11)] bool Pinned,
    [property: Id(12)] OpportunityId? Closes,
    [property: Id(13)] ulong Content,
    [property: Id(14)] bool ByOperator,
    [property: Id(15)] bool OpensPosition = true,
    [property: Id(16)] bool Confirmed = false)
{
    public bool IsExpired(DateTimeOffset now) => !Pinned && ExpiresAt <= now;
}

/// <summary>A token held after its transaction, at what was paid for it.</summary>
/// <param name="Id">The opportunity that opened it.</param>
/// <param name="Cost">Base units of <paramref name="CostAsset"/> paid, fees included.</param>
/// <param name="CostValue">The same in lamports of value when it was opened.</param>
[GenerateSerializer, Immutable, Alias("position")]
public sealed record Position(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] StrategyId Strategy,
    [property: Id(2)] Mint Token,
    [property: Id(3)] SignedUnits Units,
    [property: Id(4)] Mint CostAsset,
    [property: Id(5)] SignedUnits Cost,
    [property: Id(6)] Lamports CostValue,
    [property: Id(7)] DateTimeOffset OpenedAt);

/// <summary>One strategy as the book knows it.</summary>
/// <param name="Exposure">Reserved and held, in lamports of value.</param>
/// <param name="LossRun">Losing results in a row.</param>
/// <param name="Budget">Most it may have reserved and held; null when only the portfolio's limits bound it.</param>
[GenerateSerializer, Immutable, Alias("strategy-account")]
public sealed record StrategyAccount(
    [property: Id(0)] StrategyId Strategy,
    [property: Id(1)] Lamports Exposure,
    [property: Id(2)] int LossRun,
    [property: Id(3)] Breakers.Pause? Pause,
    [property: Id(4)] Lamports? Budget);

/// <summary>One token's reserved and held capital, in lamports of value.</summary>
[GenerateSerializer, Immutable, Alias("token-exposure")]
public readonly record struct TokenExposure([property: Id(0)] Mint Token, [property: Id(1)] Lamports Exposure);

/// <summary>When a strategy last reserved for a token; kept only as long as its interval asks.</summary>
[GenerateSerializer, Immutable, Alias("token-touch")]
public readonly record struct TokenTouch(
    [property: Id(0)] StrategyId Strategy, [property: Id(1)] Mint Token, [property: Id(2)] DateTimeOffset At);
