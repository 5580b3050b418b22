using Orchestrator.Domain.Execution;
using Orchestrator.Storage;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;

namespace Orchestrator.Silo.Hosting;

/// <summary>The head that the store keeps outside of itself.</summary>
internal sealed class StoreAnchor(IOuterHead head, IStore store, StoreTrouble trouble) : IStoreAnchor
{
    public Task Anchor() => head.Advance();

    public string? Lost => store.Broken is { } broken ? $"{broken.Fault}: {broken.What}" : null;

    public string? Refuses => trouble.Refusal;
}
