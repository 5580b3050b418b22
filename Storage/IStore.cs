using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;

namespace Orchestrator.Storage;

/// <summary>The open store of this process.</summary>
public interface IStore
{
    /// <summary>Opens the store if it is not open: locks, reads its schema and judges it against the outer head.</summary>
    /// <exception cref="StoreFaultException">The store may not be used; nothing of it was changed.</exception>
    Task<StoreHead> Open(CancellationToken cancel = default);

    /// <summary>What was found to be wrong with the open store; it takes nothing more until it is opened again. Null while it is sound.</summary>
    StoreFaultException? Broken => null;
}
