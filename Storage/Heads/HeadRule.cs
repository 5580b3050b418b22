using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Heads;

/// <summary>Whether a store may be used, given what is known of it outside. Pure.</summary>
internal static class HeadRule
{
    /// <param name="outer">What the head file says; null when there is none.</param>
    /// <param name="inner">What the store says; null when it is empty.</param>
    /// <returns>Null when the store may be used (an empty one as a new store); else what is wrong.</returns>
    public static StoreFault? Judge(StoreHead? outer, StoreHead? inner)
    {
        if (outer is null) return null;
        if (inner is null) return StoreFault.StoreEmptied;
        if (inner.StoreId != outer.StoreId) return StoreFault.StoreForeign;
        return inner.Commits < outer.Commits ? StoreFault.StoreRolledBack : null;
    }

    /// <exception cref="StoreFaultException">The fault that <see cref="Judge"/> names.</exception>
    public static void Enforce(StoreHead? outer, StoreHead? inner, string store)
    {
        if (Judge(outer, inner) is { } fault) throw Named(fault, outer!, inner, store);
    }

    public static StoreFaultException Named(StoreFault fault, StoreHead outer, StoreHead? inner, string store) => new(fault,
        inner is null
            ? $"{store} is empty, but store {outer.StoreId} with {outer.Commits} commits is known here."
            : $"{store} is store {inner.StoreId} with {inner.Commits} commits; store {outer.StoreId} with {outer.Commits} commits is known here.",
        "Nothing was changed. Bring the newest store back, or reconcile with the chain and retire the head file.");
}
