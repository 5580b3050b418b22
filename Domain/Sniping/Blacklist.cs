using System.Collections.Immutable;
using Orleans;

namespace Orchestrator.Domain.Sniping;

/// <summary>An entry of the blacklist: an address of a creator or a mint, and why.</summary>
[GenerateSerializer, Immutable, Alias("blacklist-entry")]
public sealed record BlacklistEntry([property: Id(0)] string Address, [property: Id(1)] string Reason, [property: Id(2)] string Actor, [property: Id(3)] DateTimeOffset At);

public enum BlacklistOutcome
{
    Added = 0,

    /// <summary>It is listed; the first reason stays.</summary>
    AlreadyListed = 1,
    Removed = 2,
    NotListed = 3,
    Full = 4,
}

/// <summary>Creators and mints that nothing is bought of. Pure; every change gives another list.</summary>
/// <param name="Entries">In the order of addresses, bytewise.</param>
[GenerateSerializer, Immutable, Alias("blacklist")]
public sealed record Blacklist([property: Id(0)] ImmutableArray<BlacklistEntry> Entries)
{
    public const int EntriesMax = 50_000;

    public static readonly Blacklist Empty = new([]);

    public string? ReasonFor(string address) => PlaceOf(address) is var place and >= 0 ? Entries[place].Reason : null;

    public (Blacklist Next, BlacklistOutcome Outcome) Add(BlacklistEntry entry)
    {
        var place = PlaceOf(entry.Address);
        if (place >= 0) return (this, BlacklistOutcome.AlreadyListed);
        return Entries.Length >= EntriesMax ? (this, BlacklistOutcome.Full) : (new(Entries.Insert(~place, entry)), BlacklistOutcome.Added);
    }

    public (Blacklist Next, BlacklistOutcome Outcome) Remove(string address) =>
        PlaceOf(address) is var place and >= 0 ? (new(Entries.RemoveAt(place)), BlacklistOutcome.Removed) : (this, BlacklistOutcome.NotListed);

    /// <summary>Entries after this address.</summary>
    /// <param name="after">Null: from the first on.</param>
    public IEnumerable<BlacklistEntry> After(string? after)
    {
        var place = after is null ? 0 : PlaceOf(after) is var found and >= 0 ? found + 1 : ~PlaceOf(after);
        for (; place < Entries.Length; place++) yield return Entries[place];
    }

    /// <summary>The complement of where it would stand when it is not there.</summary>
    private int PlaceOf(string address)
    {
        int low = 0, high = Entries.Length - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var order = string.CompareOrdinal(Entries[middle].Address, address);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
