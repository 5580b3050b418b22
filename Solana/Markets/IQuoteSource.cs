using Orchestrator.Domain.Markets;

namespace Orchestrator.Solana.Markets;

/// <summary>Prices that no feed tells, because nobody but their source can work them out. Whoever owns the view puts them in and takes them out.</summary>
public interface IQuoteSource
{
    /// <summary>Why the newest question has no answer that counts; null when it has one, or none was asked yet.</summary>
    string? Trouble { get; }

    /// <summary>Asks until cancelled; never ends for what an answer holds.</summary>
    Task Run(CancellationToken cancel);

    /// <summary>Puts what was answered into the view and takes out what is too old. For the view's writer.</summary>
    /// <param name="slot">Where the feed stands: an answer that claims to be ahead of it counts as of then.</param>
    void Publish(MarketView view, ulong slot, DateTimeOffset now);

    /// <summary>Takes everything out. For the view's writer.</summary>
    void Withdraw(MarketView view);
}
