using Orchestrator.Domain.Execution;
using Orchestrator.Storage.Heads;

namespace Orchestrator.Silo.Hosting;

/// <summary>The head that the store keeps outside of itself.</summary>
internal sealed class StoreAnchor(IOuterHead head) : IStoreAnchor
{
    public Task Anchor() => head.Advance();
}
