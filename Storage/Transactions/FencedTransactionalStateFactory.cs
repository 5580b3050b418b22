using Orchestrator.Storage.Records;
using Orchestrator.Storage.Sealing;
using Orleans.Runtime;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Storage.Transactions;

internal sealed class FencedTransactionalStateFactory(IFencedRecords records, StateSerializer serializer) : ITransactionalStateStorageFactory
{
    public ITransactionalStateStorage<TState> Create<TState>(string stateName, IGrainContext context)
        where TState : class, new() =>
        new FencedTransactionalState<TState>(records, serializer, Key(context.GrainId, stateName));

    internal const string KeyPrefix = "transaction/";

    public static string Key(GrainId grain, string stateName) => $"{KeyPrefix}{grain}/{stateName}";
}
