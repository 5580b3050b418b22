using Orchestrator.Storage.Records;
using Orchestrator.Storage.Sealing;
using Orleans.Storage;
using Orleans.Transactions;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Storage.Transactions;

/// <summary>
/// One transactional state as one fenced record: committed state, prepared states and metadata change together, in one
/// durable write per call, or not at all.
/// </summary>
internal sealed class FencedTransactionalState<TState>(IFencedRecords records, StateSerializer serializer, string key)
    : ITransactionalStateStorage<TState>
    where TState : class, new()
{
    /// <summary>What is known to be stored; null until it was read, and again after a write whose outcome is unknown.</summary>
    private Known? _known;

    public async Task<TransactionalStorageLoadResponse<TState>> Load()
    {
        _known = null;
        var stored = await records.Read(key);
        var record = stored?.Body is { } body
            ? serializer.Read<TransactionalStateRecord<TState>>(body, key)
            : new TransactionalStateRecord<TState>();
        _known = new Known(stored?.Version, record);
        return new(stored?.Version, record.CommittedState, record.CommittedSequenceId, record.Metadata, record.PendingStates);
    }

    public async Task<string> Store(
        string? expectedETag,
        TransactionalStateMetaData metadata,
        List<PendingTransactionState<TState>>? statesToPrepare,
        long? commitUpTo,
        long? abortAfter)
    {
        if (_known is not { } known)
            throw new InvalidOperationException($"The transactional state {key} must be loaded before it is stored, and again after a store that failed.");
        if (known.Version != expectedETag) throw Conflict(known.Version, expectedETag);

        var next = TransactionSteps.Next(known.Record, metadata, statesToPrepare, commitUpTo, abortAfter);
        // Serialized before the first await: the transaction manager goes on filling the same metadata for its next batch.
        var body = serializer.Write(next);

        _known = null;
        var version = await records.Replace(key, expectedETag, body) ?? throw Conflict(null, expectedETag);
        _known = new Known(version, next);
        return version;
    }

    private InconsistentStateException Conflict(string? stored, string? expected) =>
        new($"Another writer has stored the transactional state {key} since it was loaded.", stored ?? "unknown", expected ?? "none");

    private sealed record Known(string? Version, TransactionalStateRecord<TState> Record);
}
