using System.Collections.Concurrent;

namespace Orchestrator.Storage.Faults;

/// <summary>
/// What is wrong with the store right now, as its users met it: a write that was refused and none that stood since, and records that could not be read and were
/// not read or written since. A store that nobody asks tells nothing.
/// </summary>
public sealed class StoreTrouble
{
    /// <summary>Records that are named; a store with more of them is damaged all over.</summary>
    private const int NamedMax = 16;

    private readonly ConcurrentDictionary<string, string> _unreadable = new(StringComparer.Ordinal);
    private volatile string? _refusal;

    /// <summary>Why the last write was refused, by name; null once a write stood.</summary>
    public string? Refusal => _refusal;

    /// <summary>What could not be read, by name.</summary>
    public IReadOnlyCollection<string> Unreadable => [.. _unreadable.Values];

    internal void Refused(StoreFaultException fault) => _refusal = fault.Message;

    internal void Took(string key)
    {
        _refusal = null;
        Readable(key);
    }

    internal void CannotRead(string key, StoreFaultException fault)
    {
        if (_unreadable.Count < NamedMax) _unreadable[key] = fault.Message;
    }

    internal void Readable(string key)
    {
        if (!_unreadable.IsEmpty) _unreadable.TryRemove(key, out _);
    }
}
