using Orchestrator.Domain.Launches;
using Orchestrator.Solana.Feed;
using Orchestrator.Solana.Geyser;

namespace Orchestrator.Cli.Feeds;

/// <summary>Keeps the launches of a replay; those of a slot that died are taken back.</summary>
internal sealed class ReplaySink : IFeedSink
{
    /// <summary>Launches kept for the report; more are counted only.</summary>
    public const int LaunchesMax = 100_000;

    private readonly List<Launch> _launches = [];

    public IReadOnlyList<Launch> Launches => _launches;

    /// <summary>Launches of slots that died.</summary>
    public int TakenBack { get; private set; }

    public ValueTask Launched(Launch launch)
    {
        if (_launches.Count < LaunchesMax) _launches.Add(launch);
        return ValueTask.CompletedTask;
    }

    /// <summary>Counted by the reader; a report of launches needs nothing of it.</summary>
    public void Changed(in AccountView account, ulong slot)
    {
    }

    public ValueTask Died(ulong slot)
    {
        TakenBack += _launches.RemoveAll(launch => launch.Slot == slot);
        return ValueTask.CompletedTask;
    }

    /// <summary>Counted by the reader.</summary>
    public ValueTask Missed(string why) => ValueTask.CompletedTask;
}
