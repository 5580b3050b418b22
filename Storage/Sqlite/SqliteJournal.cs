using System.Text;
using Microsoft.Data.Sqlite;
using Orchestrator.Storage.Journals;

namespace Orchestrator.Storage.Sqlite;

internal sealed class SqliteJournal(SqliteStore store, string name) : IJournal
{
    private const string Columns = "sequence, id, at, outcome, reason, grp, body";

    /// <summary>Deleted with one append at most, so that no append waits for a whole journal to be swept.</summary>
    private const int DroppedMax = 2 * JournalLimits.BatchMax;

    public Task<JournalAppend> Append(IReadOnlyList<JournalRecord> records)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(records.Count, JournalLimits.BatchMax);
        var rows = records.Select(record =>
        {
            record.Check();
            return (record, Digest: record.Digest(), Body: record.Body.ToArray());
        }).ToArray();
        return store.Writer.Write(session =>
        {
            // Looked at before anything is written: a refused batch shares its transaction with others.
            var known = new Dictionary<string, string>();
            foreach (var (record, digest, _) in rows)
            {
                var stands = known.TryGetValue(record.Id, out var earlier) ? earlier
                    : (string?)session.Scalar("SELECT digest FROM journal WHERE journal = $1 AND id = $2", name, record.Id);
                if (stands is not null && stands != digest) return new JournalAppend(JournalOutcome.SameIdOtherContent, 0, record.Id);
                known[record.Id] = digest;
            }
            var added = 0;
            foreach (var (record, digest, body) in rows)
                added += session.Execute(
                    "INSERT INTO journal (journal, id, at, outcome, reason, grp, digest, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (journal, id) DO NOTHING",
                    name, record.Id, record.AtMicros, record.Outcome, record.Reason, record.Group, digest, body);
            Retain(session, added);
            return new JournalAppend(JournalOutcome.Appended, added);
        });
    }

    public Task<JournalEntry?> Find(string id) => store.Readers.Read(session =>
    {
        using var row = session.Query($"SELECT {Columns} FROM journal WHERE journal = $1 AND id = $2", name, id);
        return row.Read() ? Entry(row) : null;
    });

    public Task<IReadOnlySet<string>> Known(IReadOnlyCollection<string> ids) => store.Readers.Read<IReadOnlySet<string>>(session => ids
        .Where(id => session.Scalar("SELECT 1 FROM journal WHERE journal = $1 AND id = $2", name, id) is not null).ToHashSet(StringComparer.Ordinal));

    public Task<long> Count() => store.Readers.Read(session => (long)(session.Scalar("SELECT records FROM journal_size WHERE journal = $1", name) ?? 0L));

    public Task<JournalPage> Read(JournalQuery query)
    {
        query.Check();
        var (sql, arguments) = Select(query);
        return store.Readers.Read(session =>
        {
            var entries = new List<JournalEntry>(query.Limit);
            using var row = session.Query(sql, arguments);
            while (entries.Count < query.Limit && row.Read()) entries.Add(Entry(row));
            var more = entries.Count == query.Limit && row.Read();
            return new JournalPage(entries, more ? JournalCursor.Of(entries[^1]) : null);
        });
    }

    private (string Sql, object?[] Arguments) Select(JournalQuery query)
    {
        var sql = new StringBuilder($"SELECT {Columns} FROM journal WHERE journal = $1");
        var arguments = new List<object?> { name };
        void Where(string condition, object value)
        {
            arguments.Add(value);
            sql.Append($" AND {condition} ${arguments.Count}");
        }
        if (query.Outcome is { } outcome) Where("outcome =", outcome);
        if (query.Reason is { } reason) Where("reason =", reason);
        if (query.Group is { } group) Where("grp =", group);
        if (query.From is { } from) Where("at >=", JournalRecord.Micros(from));
        if (query.To is { } to) Where("at <", JournalRecord.Micros(to));
        if (query.After is { } after)
        {
            arguments.Add(after.AtMicros);
            arguments.Add(after.Sequence);
            sql.Append($" AND (at, sequence) < (${arguments.Count - 1}, ${arguments.Count})");
        }
        arguments.Add(query.Limit + 1);
        sql.Append($" ORDER BY at DESC, sequence DESC LIMIT ${arguments.Count}");
        return (sql.ToString(), [.. arguments]);
    }

    /// <summary>The count stands in a row of its own, so that it is undone with the transaction it belongs to.</summary>
    private void Retain(SqliteSession session, int added)
    {
        var limits = store.Options.Journal;
        var oldest = JournalRecord.Micros((limits.Clock ?? store.Clock).GetUtcNow() - limits.AgeMax);
        var dropped = session.Execute("DELETE FROM journal WHERE sequence IN (SELECT sequence FROM journal WHERE journal = $1 AND at < $2 ORDER BY at, sequence LIMIT $3)", name, oldest, DroppedMax);
        var held = (session.Scalar("SELECT records FROM journal_size WHERE journal = $1", name) as long? ?? 0) + added - dropped;
        var over = Math.Min(held - limits.RecordsMax, DroppedMax);
        if (over > 0)
            held -= session.Execute("DELETE FROM journal WHERE sequence IN (SELECT sequence FROM journal WHERE journal = $1 ORDER BY at, sequence LIMIT $2)", name, over);
        session.Execute("INSERT INTO journal_size (journal, records) VALUES ($1, $2) ON CONFLICT (journal) DO UPDATE SET records = $2", name, held);
    }

    private static JournalEntry Entry(SqliteDataReader row) => new(row.GetInt64(0), new JournalRecord(
        row.GetString(1), JournalRecord.FromMicros(row.GetInt64(2)), row.GetString(3), row.GetString(4), row.GetString(5), (byte[])row.GetValue(6)));
}
