using Orleans.Transactions;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Storage.Transactions;

/// <summary>What one call of Orleans' transaction manager does to the record of one transactional state. Pure.</summary>
internal static class TransactionSteps
{
    /// <summary>Aborts, prepares and commits, in this order, as the contract of <see cref="ITransactionalStateStorage{TState}"/> says.</summary>
    /// <exception cref="InvalidOperationException">A commit names a sequence number that was never prepared.</exception>
    public static TransactionalStateRecord<TState> Next<TState>(
        TransactionalStateRecord<TState> record,
        TransactionalStateMetaData metadata,
        IReadOnlyList<PendingTransactionState<TState>>? prepares,
        long? commitUpTo,
        long? abortAfter)
        where TState : class, new()
    {
        var pending = new SortedDictionary<long, PendingTransactionState<TState>>();
        foreach (var state in record.PendingStates)
            if (abortAfter is not { } kept || state.SequenceId <= kept) pending[state.SequenceId] = state;
        foreach (var state in prepares ?? [])
            if (state.SequenceId > record.CommittedSequenceId) pending[state.SequenceId] = state;

        var next = new TransactionalStateRecord<TState>
        {
            CommittedState = record.CommittedState,
            CommittedSequenceId = record.CommittedSequenceId,
            Metadata = metadata,
        };
        if (commitUpTo is { } commit && commit > record.CommittedSequenceId)
        {
            if (!pending.TryGetValue(commit, out var committed))
                throw new InvalidOperationException($"Transaction {commit} is to be committed and was never prepared; {record.CommittedSequenceId} is the last committed one.");
            next.CommittedState = committed.State;
            next.CommittedSequenceId = commit;
        }
        next.PendingStates = [.. pending.Values.Where(state => state.SequenceId > next.CommittedSequenceId)];
        return next;
    }
}
