using System.Collections.Immutable;

namespace Orchestrator.Domain.Capital;

/// <summary>
/// The book's own memory of settled ids. It is written whole at every commit, so it is kept short: whoever stores the book moves the oldest
/// entries to an archive first and then forgets them here.
/// </summary>
public static class SettledMemory
{
    /// <summary>Beyond this, open reservations included, nothing new is reserved: a settlement must always find room.</summary>
    public const int HotMax = 512;

    /// <summary>From here on it is time to archive.</summary>
    public const int ArchiveFrom = 128;

    /// <summary>How long a settled id is remembered, hot and archived together.</summary>
    public static readonly TimeSpan Retention = CapitalBook.IdLifetime;

    /// <summary>The newest word on an id: the book's own memory before the archive.</summary>
    public static Settled? Find(this CapitalBook book, OpportunityId id, ISettledArchive archive)
    {
        for (var i = book.Settled.Length - 1; i >= 0; i--)
        {
            if (book.Settled[i].Id == id) return book.Settled[i];
        }

        return archive.Find(id);
    }

    /// <summary>The oldest entries, to be stored elsewhere before <see cref="Archived"/> forgets them; empty while there is no need.</summary>
    public static ImmutableArray<Settled> ToArchive(this CapitalBook book) =>
        book.Settled.Length < ArchiveFrom ? [] : book.Settled[..(book.Settled.Length - (ArchiveFrom / 2))];

    /// <summary>Forgets exactly the given entries; one that changed since (a late result) stays.</summary>
    public static CapitalBook Archived(this CapitalBook book, ImmutableArray<Settled> stored)
    {
        var known = stored.ToHashSet();
        var kept = book.Settled.RemoveAll(known.Contains);
        return kept.Length == book.Settled.Length ? book : book with { Settled = kept, Sequence = book.Sequence + 1 };
    }

    internal static ImmutableArray<Settled> Remember(this ImmutableArray<Settled> memory, Settled entry)
    {
        for (var i = memory.Length - 1; i >= 0; i--)
        {
            if (memory[i].Id == entry.Id) return memory.RemoveAt(i).Add(entry);
        }

        return memory.Add(entry);
    }
}
