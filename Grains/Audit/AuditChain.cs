using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Audit;

/// <summary>Links entries by hashes. Pure.</summary>
internal static class AuditChain
{
    /// <summary>What the first entry of all follows.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public static AuditEntry Next(AuditEntry? last, Guid id, DateTimeOffset at, string actor, string action, string detail)
    {
        var entry = new AuditEntry((last?.Sequence ?? 0) + 1, id, at, actor, action, detail, last?.Hash ?? Genesis, "");
        return entry with { Hash = HashOf(entry) };
    }

    /// <param name="previous">Hash that the first of these entries must follow.</param>
    /// <returns>Null when the chain holds; else the sequence number of the first entry that does not.</returns>
    public static long? FirstBroken(IEnumerable<AuditEntry> entries, string previous, long sequence)
    {
        foreach (var entry in entries)
        {
            if (entry.Sequence != sequence || entry.PreviousHash != previous || entry.Hash != HashOf(entry)) return sequence;
            (previous, sequence) = (entry.Hash, sequence + 1);
        }

        return null;
    }

    private static string HashOf(AuditEntry entry)
    {
        // Each field is preceded by its length, so that no two entries read the same.
        var text = new StringBuilder();
        foreach (var field in (ReadOnlySpan<string>)
        [
            entry.PreviousHash, entry.Sequence.ToString(CultureInfo.InvariantCulture), entry.Id.ToString("D"),
            entry.At.UtcTicks.ToString(CultureInfo.InvariantCulture), entry.Actor, entry.Action, entry.Detail,
        ])
        {
            text.Append(field.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(field);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
