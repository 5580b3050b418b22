using Orchestrator.Domain.Launches;
using Orchestrator.Solana.Geyser;

namespace Orchestrator.Solana.Feed;

/// <summary>Who takes what the feed found. Called by one thread, in order.</summary>
public interface IFeedSink
{
    /// <summary>A pool came into being. The feed goes on when the task ends, so that nothing is queued and nothing lost.</summary>
    ValueTask Launched(Launch launch);

    /// <summary>An account changed. The view is valid during the call.</summary>
    void Changed(in AccountView account, ulong slot);

    /// <summary>Everything told of this slot did not happen.</summary>
    ValueTask Died(ulong slot);

    /// <summary>The server has told everything that happened in this slot. Whoever does not work slot by slot needs nothing of it.</summary>
    /// <param name="at">When the server said so, by its clock; null where it does not tell.</param>
    ValueTask Ended(ulong slot, DateTimeOffset? at) => ValueTask.CompletedTask;

    /// <summary>Something between the last slot and the next may be missing: what was known is no longer sure.</summary>
    ValueTask Missed(string why);
}
