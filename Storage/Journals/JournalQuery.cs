namespace Orchestrator.Storage.Journals;

/// <summary>Which records, newest first. What is null does not restrict.</summary>
public sealed record JournalQuery
{
    public const int LimitMax = 1000;

    /// <summary>Inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    public string? Outcome { get; init; }

    public string? Reason { get; init; }

    public string? Group { get; init; }

    /// <summary>1 to <see cref="LimitMax"/> records a page.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public JournalCursor? After { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Limit, LimitMax);
    }
}

/// <summary>Newest first means by time, and by sequence where times are equal.</summary>
public sealed record JournalCursor(long AtMicros, long Sequence)
{
    public override string ToString() => $"{AtMicros}.{Sequence}";

    /// <returns>Null when the text is no cursor.</returns>
    public static JournalCursor? Parse(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 2 && long.TryParse(parts[0], out var at) && long.TryParse(parts[1], out var sequence) && at >= 0 && sequence >= 0
            ? new JournalCursor(at, sequence)
            : null;
    }

    internal static JournalCursor Of(JournalEntry entry) => new(entry.Record.AtMicros, entry.Sequence);
}

/// <param name="Next">Null when no record is older than the last one here.</param>
public sealed record JournalPage(IReadOnlyList<JournalEntry> Entries, JournalCursor? Next);
