namespace Orchestrator.Storage;

/// <summary>The names under which every store registers itself, so that a grain does not know which store it is on.</summary>
public static class StoreNames
{
    /// <summary>Grain state: <c>[PersistentState("book", StoreNames.Grains)]</c>.</summary>
    public const string Grains = "Grains";

    /// <summary>Transactional state: <c>[TransactionalState("book", StoreNames.Transactions)]</c>.</summary>
    public const string Transactions = "Transactions";

    /// <summary>The name that Orleans' stream subscriptions look for.</summary>
    public const string PubSub = "PubSubStore";

    /// <summary>The directory of grains that is kept in the store instead of in the silos' memory.</summary>
    public const string Directory = "Directory";

    /// <summary>The journal of decisions.</summary>
    public const string Decisions = "decisions";
}
