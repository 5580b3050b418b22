using System.Collections.Immutable;
using Orchestrator.Domain;

namespace Orchestrator.Grains.Feed;

/// <summary>Where a feed's connection, parsing and strategies live: the silo's part, off the grains' scheduler.</summary>
public interface IFeedSessions
{
    FeedTerms TermsOf(string feed);

    /// <summary>Runs one session until it is cancelled, its source ends, or it cannot go on.</summary>
    /// <param name="checkpoint">Everything before this slot was handled by an earlier session; null when there was none.</param>
    Task Run(string feed, ulong? checkpoint, CancellationToken cancel);
}

/// <summary>What a feed is held to.</summary>
/// <param name="StaleAfter">Silence that pauses its strategies.</param>
/// <param name="Watch">Time between two looks at the silence: the pause comes that much earlier rather than later.</param>
public sealed record FeedTerms(PortfolioId Portfolio, TimeSpan StaleAfter, TimeSpan Watch, ImmutableArray<StrategyId> Strategies)
{
    /// <summary>How far what is stored may be behind what was handled; a session that goes on hears that much again.</summary>
    public TimeSpan StoreEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Shortest time between the beginnings of two sessions.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(1);
}
