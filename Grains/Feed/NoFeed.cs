using Orchestrator.Domain;

namespace Orchestrator.Grains.Feed;

/// <summary>Where no feed is set up: nothing runs, and nothing lives on it.</summary>
internal sealed class NoFeed : IFeedSessions
{
    public FeedTerms TermsOf(string feed) => new(new PortfolioId("main"), TimeSpan.MaxValue, TimeSpan.Zero, []);

    public Task Run(string feed, ulong? checkpoint, CancellationToken cancel) => throw new NotSupportedException("No feed is set up here.");
}
