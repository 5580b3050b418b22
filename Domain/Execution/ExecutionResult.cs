using System.Collections.Immutable;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Execution;

public enum ExecutionOutcome
{
    /// <summary>Landed, finalized, succeeded: posted with the change of balances.</summary>
    Landed = 0,
    /// <summary>Landed and failed on chain: posted with the fee as a loss.</summary>
    LandedWithError = 1,
    /// <summary>Simulation refused it: nothing was sent, voided.</summary>
    SimulationFailed = 2,
    /// <summary>Never landed and provably never will: voided.</summary>
    Expired = 3,
    /// <summary>Refused before simulation (plan, signer, epoch, deadline): voided.</summary>
    Refused = 4,
}

/// <summary>The final outcome of one execution. Idempotent by (reservation, signature).</summary>
/// <param name="Realised">Change of balances marked in lamports; negative for a loss. Zero when nothing landed.</param>
/// <param name="Code">Stable reason, such as <c>slippage</c>, <c>blockhash_expired</c>; null when landed.</param>
/// <param name="Venues">Venues of its route, once each.</param>
/// <param name="Notional">Own and borrowed capital that was traded, in lamports of value.</param>
/// <param name="Stages">Seconds of real time spent per stage: plan, simulate, sign, store, send, land.</param>
/// <param name="Position">Whether it opened or closed a position. One that was only opened has neither won nor lost yet.</param>
[GenerateSerializer, Immutable, Alias("execution-result")]
public sealed record ExecutionResult(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] PortfolioId Portfolio,
    [property: Id(2)] Epoch Epoch,
    [property: Id(3)] StrategyId Strategy,
    [property: Id(4)] Mint Token,
    [property: Id(5)] ExecutionOutcome Outcome,
    [property: Id(6)] string? Signature,
    [property: Id(7)] Lamports Realised,
    [property: Id(8)] Lamports Expected,
    [property: Id(9)] Landing? Landing,
    [property: Id(10)] string? Code,
    [property: Id(11)] ImmutableArray<StageTime> Stages,
    [property: Id(12)] DateTimeOffset FinishedAt,
    [property: Id(13)] ImmutableArray<string> Venues,
    [property: Id(14)] Lamports Notional,
    [property: Id(15)] PositionEffect Position = PositionEffect.None);

[GenerateSerializer, Immutable, Alias("stage-time")]
public readonly record struct StageTime([property: Id(0)] string Stage, [property: Id(1)] double Seconds);
