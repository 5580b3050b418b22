namespace Orchestrator.Storage.Heads;

/// <summary>Named numbers that only grow, each with a few bytes beside it: an epoch, a checkpoint.</summary>
public interface IHeads
{
    /// <returns>Null when the head was never set.</returns>
    Task<Head?> Read(string key);

    /// <summary>Sets the head, durably, unless a higher number stands there.</summary>
    Task<HeadOutcome> Advance(string key, Head head);
}

public sealed record Head(long Number, ReadOnlyMemory<byte> Body);

public enum HeadOutcome
{
    Advanced = 1,

    /// <summary>The same number stands there; nothing changed.</summary>
    AlreadyThere = 2,

    /// <summary>A higher number stands there; nothing changed.</summary>
    Behind = 3,
}
