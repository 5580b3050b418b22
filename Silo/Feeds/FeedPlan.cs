using System.Collections.Immutable;
using Orchestrator.Silo.Configuration;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Silo.Feeds;

/// <summary>What a feed connects to and follows, as the settings say.</summary>
internal sealed record FeedPlan(ImmutableArray<FeedEndpoint> Endpoints, ImmutableArray<PublicKey> Pools, ulong? FromSlot, TimeSpan StaleAfter)
{
    /// <summary>Null where no server is named.</summary>
    public static FeedPlan? Of(EffectiveSettings settings)
    {
        var servers = Parts(settings.TextOrNull("feed.endpoints"));
        if (servers.Length == 0) return null;
        var tokens = Parts(settings.TextOrNull("feed.x_token"));
        return new FeedPlan(
            [.. servers.Select((server, at) => new FeedEndpoint(new SecretAddress(server), tokens.Length switch { 0 => null, 1 => tokens[0], _ => tokens[at] }))],
            [.. Parts(settings.TextOrNull("feed.pools")).Select(PublicKey.Parse)],
            settings.TextOrNull("feed.from_slot") is null ? null : (ulong)settings.Whole("feed.from_slot"),
            TimeSpan.FromMilliseconds(settings.Whole("feed.staleness_ms")));
    }

    private static string[] Parts(string? text) => text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
