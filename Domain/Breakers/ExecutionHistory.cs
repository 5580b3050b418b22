using System.Numerics;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Domain.Breakers;

/// <summary>Success and failure of the newest executions of one venue or strategy: bit 0 is the newest, 1 means failed.</summary>
[GenerateSerializer, Immutable, Alias("execution-history")]
public readonly record struct ExecutionHistory([property: Id(0)] ulong Failures, [property: Id(1)] int Count)
{
    public const int WindowMax = 64;

    public ExecutionHistory Add(bool failed) => new((Failures << 1) | (failed ? 1UL : 0UL), Math.Min(Count + 1, WindowMax));

    /// <summary>
    /// More than the allowed share of the last <see cref="BreakerLimits.ExecutionWindow"/> failed. Fewer than a full window is judged as if the
    /// missing ones had succeeded, so that a first failure does not stop a venue.
    /// </summary>
    public bool IsTripped(BreakerLimits limits) =>
        (long)FailuresOfLast(limits.ExecutionWindow) * BasisPoints.One > (long)limits.ExecutionFailureMax.Value * limits.ExecutionWindow;

    public int FailuresOfLast(int window) =>
        BitOperations.PopCount(window >= WindowMax ? Failures : Failures & ((1UL << window) - 1));
}

/// <summary>When each feed last spoke.</summary>
[GenerateSerializer, Immutable, Alias("feed-pulse")]
public readonly record struct FeedPulse([property: Id(0)] DateTimeOffset? LastSeen)
{
    /// <summary>A pulse that goes back in time changes nothing: packets overtake each other.</summary>
    public FeedPulse Beat(DateTimeOffset at) => LastSeen is { } last && at <= last ? this : new FeedPulse(at);

    /// <summary>Fails closed: a feed that never spoke is stale.</summary>
    public bool IsStale(DateTimeOffset now, BreakerLimits limits) => LastSeen is not { } last || now - last >= limits.FeedStaleAfter;
}
