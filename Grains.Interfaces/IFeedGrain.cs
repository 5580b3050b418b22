using System.Collections.Immutable;
using Orchestrator.Domain;
using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces;

/// <summary>One feed of market data: owns its session, remembers how far it came, and pauses its strategies when it falls silent. Keyed by the filter set's name.</summary>
[Alias("feed-grain"), GrainInterfaceType("feed")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>Begins the session or finds it running, and judges the silence. Whoever hosts the feed calls it several times a second.</summary>
    [Alias("ping")]
    Task<FeedView> Ping();

    /// <summary>The session has handled everything that it was told up to here.</summary>
    [Alias("reached")]
    Task Reached(FeedProgress progress);

    [Alias("read"), AlwaysInterleave]
    Task<FeedView> Read();
}

public static class FeedNames
{
    /// <summary>The one filter set that a silo hosts.</summary>
    public const string Main = "main";
}

public enum FeedCondition
{
    /// <summary>Nothing was heard yet, and the bound is not reached.</summary>
    Starting = 0,
    Live = 1,

    /// <summary>Silent beyond its bound: its strategies are paused.</summary>
    Stale = 2,
}

/// <param name="Slot">Newest slot.</param>
/// <param name="At">Market time at which it was heard.</param>
[GenerateSerializer, Immutable, Alias("feed-progress")]
public sealed record FeedProgress([property: Id(0)] ulong Slot, [property: Id(1)] DateTimeOffset At, [property: Id(2)] FeedTally Tally);

/// <summary>What became of what one session was told.</summary>
/// <param name="LastGap">Why something is missing for good; null when nothing is.</param>
[GenerateSerializer, Immutable, Alias("feed-tally")]
public sealed record FeedTally(
    [property: Id(0)] long Received, [property: Id(1)] long Filtered, [property: Id(2)] long Repeated, [property: Id(3)] long Damaged,
    [property: Id(4)] long Launches, [property: Id(5)] long Opportunities, [property: Id(6)] long Losses, [property: Id(7)] long Gaps,
    [property: Id(8)] long DeadSlots, [property: Id(9)] string? LastGap)
{
    public static readonly FeedTally Empty = new(0, 0, 0, 0, 0, 0, 0, 0, 0, null);
}

/// <param name="Checkpoint">Slot from which a session would go on; null when none was stored.</param>
/// <param name="HeardAt">Market time of the last word; null when there was none since the activation.</param>
/// <param name="Strategies">Paused while the feed is stale.</param>
/// <param name="LastEnd">Why the last session ended; null when none has.</param>
[GenerateSerializer, Immutable, Alias("feed-view")]
public sealed record FeedView(
    [property: Id(0)] string Name, [property: Id(1)] FeedCondition Condition, [property: Id(2)] ulong Slot, [property: Id(3)] ulong? Checkpoint,
    [property: Id(4)] DateTimeOffset? HeardAt, [property: Id(5)] TimeSpan Silence, [property: Id(6)] FeedTally Tally,
    [property: Id(7)] ImmutableArray<StrategyId> Strategies, [property: Id(8)] string? LastEnd);
