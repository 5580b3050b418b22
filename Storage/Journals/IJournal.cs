using Orchestrator.Storage.Faults;

namespace Orchestrator.Storage.Journals;

/// <summary>An append-only list of records, bounded by its retention.</summary>
public interface IJournal
{
    /// <summary>Appends a batch in one durable write, or nothing of it.</summary>
    /// <param name="records">At most <see cref="JournalLimits.BatchMax"/>.</param>
    /// <exception cref="StoreFaultException">The batch may stand; the same call again does no harm.</exception>
    Task<JournalAppend> Append(IReadOnlyList<JournalRecord> records);

    /// <returns>Null when there is none, or no longer.</returns>
    Task<JournalEntry?> Find(string id);

    /// <returns>Those of these ids that have a record.</returns>
    Task<IReadOnlySet<string>> Known(IReadOnlyCollection<string> ids);

    Task<JournalPage> Read(JournalQuery query);

    Task<long> Count();
}

/// <summary>The journals of a store, by name.</summary>
public interface IJournals
{
    /// <param name="name">1 to 32 of a-z, 0-9 and the hyphen.</param>
    IJournal Get(string name);
}

/// <summary>How long a journal keeps what it has. The oldest go first, with the next append.</summary>
public sealed record JournalLimits
{
    public const int BatchMax = 1000;

    /// <summary>Records kept; default 1,000,000 (a decision record is about 1 KB).</summary>
    public long RecordsMax { get; init; } = 1_000_000;

    /// <summary>Age by the record's own time; default 30 days.</summary>
    public TimeSpan AgeMax { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The clock that dates the records; null when it is the store's own. A replayed market dates by its own time.</summary>
    public TimeProvider? Clock { get; init; }
}

public enum JournalOutcome
{
    /// <summary>Every record of the batch stands in the journal.</summary>
    Appended = 1,

    /// <summary>A record of the batch has the id of one with other content; nothing was appended.</summary>
    SameIdOtherContent = 2,
}

/// <param name="Added">Records that were not there before.</param>
/// <param name="Conflict">The id that was there with other content.</param>
public sealed record JournalAppend(JournalOutcome Outcome, int Added, string? Conflict = null);

internal static class JournalNames
{
    public static string Check(string name) =>
        name.Length is >= 1 and <= 32 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
            ? name
            : throw new ArgumentException($"'{name}' is no name of a journal: 1 to 32 of a-z, 0-9 and the hyphen.", nameof(name));
}
