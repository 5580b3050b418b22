using System.Globalization;
using Orleans;

namespace Orchestrator.Streams.Redis.Transport;

/// <summary>The id of an entry within its partition, as Redis gives it: ms of the server's clock and a number within that ms. Grows for ever.</summary>
[GenerateSerializer, Immutable, Alias("Orchestrator.Streams.Redis.EntryId")]
public readonly record struct EntryId([property: Id(0)] long Milliseconds, [property: Id(1)] long Number) : IComparable<EntryId>
{
    public static readonly EntryId Zero = new(0, 0);

    public EntryId Next => Number == long.MaxValue ? new EntryId(Milliseconds + 1, 0) : new EntryId(Milliseconds, Number + 1);

    /// <summary>The highest id below this one.</summary>
    public EntryId Previous => Number > 0 ? new EntryId(Milliseconds, Number - 1)
        : Milliseconds > 0 ? new EntryId(Milliseconds - 1, long.MaxValue) : Zero;

    public static bool operator <(EntryId left, EntryId right) => left.CompareTo(right) < 0;

    public static bool operator >(EntryId left, EntryId right) => left.CompareTo(right) > 0;

    public static bool operator <=(EntryId left, EntryId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EntryId left, EntryId right) => left.CompareTo(right) >= 0;

    public static EntryId Max(EntryId left, EntryId right) => left >= right ? left : right;

    /// <exception cref="FormatException">The text is not of the form <c>ms-number</c>.</exception>
    public static EntryId Parse(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0
            && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return new EntryId(milliseconds, number);
        throw new FormatException($"'{text}' is not the id of an entry.");
    }

    public int CompareTo(EntryId other) =>
        Milliseconds != other.Milliseconds ? Milliseconds.CompareTo(other.Milliseconds) : Number.CompareTo(other.Number);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds}-{Number}");
}
