using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// The one brain of a portfolio: takes the best opportunity, checks risk, reserves capital, commands execution, learns.
/// Keyed by portfolio. Every ten milliseconds, and at once when something arrives.
/// </summary>
[Alias("orchestrator-grain"), GrainInterfaceType("orchestrator")]
public interface IOrchestratorGrain : IGrainWithStringKey
{
    /// <summary>Brings the activation to life, or finds it alive. Harmless to repeat; a silo calls it every second.</summary>
    [Alias("ping"), AlwaysInterleave]
    Task<OrchestratorPulse> Ping();

    /// <summary>Offers one opportunity by hand. Answers once it is queued or refused; the same id answers the same.</summary>
    [Alias("offer")]
    Task<OfferReceipt> Offer(Opportunity opportunity);

    /// <summary>Runs one tick and waits for the reservations it started. Only for a driver that owns the clock (replay, demo).</summary>
    [Alias("tick")]
    Task<TickReport> Tick();

    /// <summary>The feed speaks: its newest slot, and when. Silence pauses the strategies that trade on it.</summary>
    [Alias("beat"), OneWay]
    Task Beat(ulong slot, DateTimeOffset at);

    /// <summary>Takes one opportunity out of the queue. False when it is not waiting there any more.</summary>
    [Alias("cancel")]
    Task<bool> Cancel(OpportunityId id, string actor);

    [Alias("status"), AlwaysInterleave]
    Task<OrchestratorStatus> Status();

    /// <summary>The queue by rank, best first.</summary>
    [Alias("queue"), AlwaysInterleave]
    Task<ImmutableArray<QueueEntry>> Queue(int skip, int take);

    /// <summary>Takes nothing new from now on and answers when nothing runs any more, or when the caller's patience ends.</summary>
    [Alias("drain"), AlwaysInterleave]
    Task<DrainReport> Drain(TimeSpan patience);

    /// <summary>
    /// Moves to another silo and trades on there under a new epoch: nothing new is taken here, what is under way here may end, the journal is
    /// written. Executions need not end: the next activation takes them over.
    /// </summary>
    /// <param name="patience">Longest wait for what is under way; after it the older epoch is refused in the middle of it.</param>
    [Alias("hand-over"), AlwaysInterleave]
    Task HandOver(SiloAddress successor, TimeSpan patience);
}

[GenerateSerializer, Immutable, Alias("orchestrator-pulse")]
public sealed record OrchestratorPulse([property: Id(0)] Epoch Epoch, [property: Id(1)] long Ticks, [property: Id(2)] bool Ready);

/// <param name="Code">Stable code: queued, refreshed, duplicate, expired, same_id_other_content, queue_full, too_old, draining.</param>
[GenerateSerializer, Immutable, Alias("offer-receipt")]
public sealed record OfferReceipt(
    [property: Id(0)] OpportunityId Id, [property: Id(1)] bool Accepted, [property: Id(2)] string Code, [property: Id(3)] string? Detail);

[GenerateSerializer, Immutable, Alias("tick-report")]
public sealed record TickReport([property: Id(0)] int Taken, [property: Id(1)] int Commanded, [property: Id(2)] int Settled, [property: Id(3)] int Running);

[GenerateSerializer, Immutable, Alias("drain-report")]
public sealed record DrainReport([property: Id(0)] bool Clean, [property: Id(1)] ImmutableArray<OpportunityId> StillRunning);

/// <param name="Score">What people see: raw clamped to 0..100. Rank is by <paramref name="Raw"/>.</param>
[GenerateSerializer, Immutable, Alias("queue-entry")]
public sealed record QueueEntry(
    [property: Id(0)] int Rank, [property: Id(1)] Opportunity Opportunity, [property: Id(2)] double Raw, [property: Id(3)] double Score);

/// <summary>What an operator wants to know first.</summary>
/// <param name="DecisionP50">Seconds on the real clock from arrival at the orchestrator to the command sent, over the last decisions.</param>
/// <param name="TickLatenessP99">Seconds a tick fired later than it should have.</param>
/// <param name="Reasons">Decisions that were not executions, counted by reason since this activation.</param>
/// <param name="StoreFault">Why the store lets nothing be traded at the moment; null while it takes writes.</param>
[GenerateSerializer, Immutable, Alias("orchestrator-status")]
public sealed record OrchestratorStatus(
    [property: Id(0)] PortfolioId Portfolio,
    [property: Id(1)] Epoch Epoch,
    [property: Id(2)] string Mode,
    [property: Id(3)] string TradingState,
    [property: Id(4)] string? StateReason,
    [property: Id(5)] int QueueSize,
    [property: Id(6)] int QueueCapacity,
    [property: Id(7)] int Running,
    [property: Id(8)] int RunningLimit,
    [property: Id(9)] long Received,
    [property: Id(10)] long Executed,
    [property: Id(11)] long Rejected,
    [property: Id(12)] long Expired,
    [property: Id(13)] long Dropped,
    [property: Id(14)] Lamports ShedProfit,
    [property: Id(15)] double DecisionP50,
    [property: Id(16)] double DecisionP99,
    [property: Id(17)] double TickLatenessP99,
    [property: Id(18)] ImmutableArray<ReasonCount> Reasons,
    [property: Id(19)] DateTimeOffset Now,
    [property: Id(20)] DateTimeOffset ActivatedAt,
    [property: Id(21)] long DeadLettered,
    [property: Id(22)] string ConfigHash,
    [property: Id(23)] string? StoreFault = null);

[GenerateSerializer, Immutable, Alias("reason-count")]
public readonly record struct ReasonCount([property: Id(0)] string Reason, [property: Id(1)] long Count);
