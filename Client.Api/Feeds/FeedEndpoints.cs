using System.Collections.Immutable;
using Orchestrator.Client.Api.Access;
using Orchestrator.Client.Api.Cluster;
using Orchestrator.Client.Api.Wire;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Feeds;

/// <param name="Condition">starting, live, or stale: then its strategies are paused.</param>
/// <param name="SilenceMs">Since its slot last moved.</param>
/// <param name="LastGap">Why something is missing for good.</param>
/// <param name="Strategies">Those that live on it; none where no feed is set up.</param>
/// <param name="LastEnd">Why its last session ended.</param>
public sealed record FeedStatusView(
    string Name, string Condition, ulong Slot, ulong? Checkpoint, DateTimeOffset? HeardAt, double SilenceMs, long Received, long Launches, long Opportunities, long Repeated,
    long Damaged, long LostConnections, long Gaps, long DeadSlots, string? LastGap, ImmutableArray<string> Strategies, string? LastEnd)
{
    internal static FeedStatusView Of(FeedView feed) => new(
        feed.Name, Words.Of(feed.Condition), feed.Slot, feed.Checkpoint, feed.HeardAt, feed.Silence.TotalMilliseconds, feed.Tally.Received, feed.Tally.Launches,
        feed.Tally.Opportunities, feed.Tally.Repeated, feed.Tally.Damaged, feed.Tally.Losses, feed.Tally.Gaps, feed.Tally.DeadSlots, feed.Tally.LastGap,
        [.. feed.Strategies.Select(strategy => strategy.Value)], feed.LastEnd);
}

internal static class FeedEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/feed", Read).For(ApiRole.Viewer).WithName("feed")
        .WithSummary("Where the feed of market data stands: its slot, its silence, gaps, and whom it pauses.").Produces<FeedStatusView>();

    private static async Task<IResult> Read(TradingCluster cluster) => ApiJson.Ok(FeedStatusView.Of(await cluster.Ask(cluster.Feed.Read())), ApiJson.Default.FeedStatusView);
}
