namespace Orchestrator.Solana.Feed;

/// <summary>What became of every message since the start. Each message counts in <see cref="Received"/> and in at most one of the others.</summary>
public sealed record FeedCounts
{
    public long Received { get; internal set; }

    /// <summary>Read and of no interest.</summary>
    public long Filtered { get; internal set; }

    /// <summary>Told before: by a replay, another server or a server that repeats itself.</summary>
    public long Repeated { get; internal set; }

    /// <summary>Not readable; see <see cref="FeedReader.Damage"/>.</summary>
    public long Damaged { get; internal set; }

    public long Slots { get; internal set; }

    public long BlockMetas { get; internal set; }

    public long Entries { get; internal set; }

    public long Accounts { get; internal set; }

    /// <summary>Transactions that were read whole.</summary>
    public long Transactions { get; internal set; }

    public long Launches { get; internal set; }

    public long Losses { get; internal set; }

    public long Gaps { get; internal set; }
}
