using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;

namespace Orchestrator.Grains.Portfolio;

/// <summary>Settled ids that left the book, as one activation holds them in memory. Its truth is in the pages.</summary>
internal sealed class SettledArchive : ISettledArchive
{
    /// <summary>Ids kept, about 100 bytes each; when it is full the book keeps its own, and refuses by name once that is full as well.</summary>
    public const int IdsMax = 1_000_000;

    private readonly Dictionary<OpportunityId, Settled> byId = [];
    private readonly SortedDictionary<long, ImmutableArray<Settled>> pages = [];

    public int Count => byId.Count;

    public Settled? Find(OpportunityId id) => byId.TryGetValue(id, out var settled) ? settled : null;

    /// <summary>Every page the stored state names is here. If not, another activation archived, and memory must be read again.</summary>
    public bool Covers(ImmutableArray<SettledPage> stored)
    {
        foreach (var page in stored)
        {
            if (!pages.ContainsKey(page.Sequence)) return false;
        }

        return true;
    }

    /// <summary>Pages are added oldest first, so that the newest word on an id stands.</summary>
    public void Add(long sequence, ImmutableArray<Settled> entries)
    {
        if (!pages.TryAdd(sequence, entries)) return;
        foreach (var entry in entries) byId[entry.Id] = entry;
    }

    public void Remove(long sequence)
    {
        if (!pages.Remove(sequence, out var entries)) return;
        foreach (var entry in entries)
        {
            if (byId.TryGetValue(entry.Id, out var known) && known == entry) byId.Remove(entry.Id);
        }
    }
}
