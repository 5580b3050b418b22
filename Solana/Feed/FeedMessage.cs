using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Feed;

public enum FeedMessageKind
{
    /// <summary>A SubscribeUpdate, as bytes.</summary>
    Update,

    /// <summary>A transaction of a document, already read.</summary>
    Transaction,

    /// <summary>The connection was lost; the source opens it again and replays. Nothing is missing yet.</summary>
    Lost,

    /// <summary>What happened between the last slot and the next message is missing for good.</summary>
    Gap,

    /// <summary>Something that cannot be read; the detail names it. The source goes on where it can.</summary>
    Damaged,

    /// <summary>The source ends because nobody serves it.</summary>
    Refused,
}

/// <summary>What a source hands over: an update, a transaction, or word about itself.</summary>
/// <param name="Bytes">Valid until the next message is asked for; empty unless the kind is <see cref="FeedMessageKind.Update"/>.</param>
public readonly record struct FeedMessage(FeedMessageKind Kind, ReadOnlyMemory<byte> Bytes, FullTransaction? Transaction, string? Detail)
{
    public static FeedMessage Of(ReadOnlyMemory<byte> update) => new(FeedMessageKind.Update, update, null, null);

    public static FeedMessage Of(FullTransaction transaction) => new(FeedMessageKind.Transaction, default, transaction, null);

    public static FeedMessage Say(FeedMessageKind kind, string? detail) => new(kind, default, null, detail);
}

/// <summary>Where market data comes from: a live stream, a recording, a document of transactions.</summary>
public interface IFeedSource
{
    /// <summary>Messages in order of arrival, one at a time: a slow reader holds the source up, and nothing is queued.</summary>
    /// <param name="fromSlot">Begin at this slot where the source can; null: where it stands.</param>
    IAsyncEnumerable<FeedMessage> Read(ulong? fromSlot, CancellationToken cancel);
}
