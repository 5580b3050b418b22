namespace Orchestrator.Domain.Execution;

/// <summary>
/// Makes everything stored so far known outside the store. A store that is put back to before that moment is refused at the next start
/// instead of being believed.
/// </summary>
public interface IStoreAnchor
{
    /// <summary>Returns when it is known, durably. When it throws, nothing may rely on it.</summary>
    Task Anchor();

    /// <summary>Why nothing may be traded on this store any more, by name, such as that it was emptied under a running system; null while it is sound.</summary>
    string? Lost => null;

    /// <summary>Why the store takes no writes at the moment, by name, such as a full device; null once it took one.</summary>
    string? Refuses => null;
}
