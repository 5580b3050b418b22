using System.Collections.Concurrent;
using Orchestrator.Domain;
using Orchestrator.Grains.Feed;

namespace Orchestrator.Grains.Tests.Feed;

/// <summary>Sessions that run until a test ends them.</summary>
public sealed class ScriptedFeed : IFeedSessions
{
    public static readonly PortfolioId Portfolio = new("fed");

    private TaskCompletionSource _end = new();

    /// <summary>What each session was begun from.</summary>
    public ConcurrentQueue<ulong?> Begun { get; } = new();

    public FeedTerms TermsOf(string feed) => new(Portfolio, TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(200), [StrategyId.Arbitrage, StrategyId.Sniper]);

    public Task Run(string feed, ulong? checkpoint, CancellationToken cancel)
    {
        Begun.Enqueue(checkpoint);
        return _end.Task.WaitAsync(cancel);
    }

    public void Break(string why)
    {
        var ending = _end;
        _end = new();
        ending.SetException(new InvalidOperationException(why));
    }
}
