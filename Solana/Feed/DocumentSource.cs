using System.Runtime.CompilerServices;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Feed;

/// <summary>Blocks and transactions as nodes and providers write them in JSON: each document in a form that <see cref="TransactionReader"/> reads.</summary>
/// <param name="documents">Text of each document, or why it has none. Read one at a time.</param>
public sealed class DocumentSource(IEnumerable<(string? Text, string? Refusal)> documents) : IFeedSource
{
    public async IAsyncEnumerable<FeedMessage> Read(ulong? fromSlot, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var (text, refusal) in documents)
        {
            if (text is null)
            {
                yield return FeedMessage.Say(FeedMessageKind.Damaged, refusal);
                continue;
            }

            foreach (var read in TransactionReader.Read(text))
            {
                cancel.ThrowIfCancellationRequested();
                if (!read.TryGet(out var transaction)) yield return FeedMessage.Say(FeedMessageKind.Damaged, $"{read.Refusal}: {read.Detail}");
                else if (fromSlot is null || transaction.Slot is null || transaction.Slot >= fromSlot) yield return FeedMessage.Of(transaction);
            }
        }

        await Task.CompletedTask;
    }
}
