using Orchestrator.Storage.Records;

namespace Orchestrator.Storage.Sqlite;

internal sealed class SqliteRecords(SqliteStore store) : IFencedRecords
{
    public Task<FencedRecord?> Read(string key) => store.Readers.Read(session =>
    {
        using var row = session.Query("SELECT version, body FROM record WHERE key = $1", key);
        return row.Read() ? new FencedRecord(row.GetString(0), row.IsDBNull(1) ? null : (byte[])row.GetValue(1)) : null;
    });

    public Task<string?> Replace(string key, string? expected, byte[]? body)
    {
        var version = Guid.NewGuid().ToString("N");
        return store.Writer.Write(session =>
        {
            var changed = expected is null
                ? session.Execute("INSERT INTO record (key, version, body) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING", key, version, body)
                : session.Execute("UPDATE record SET version = $2, body = $3 WHERE key = $1 AND version = $4", key, version, body, expected);
            return changed == 1 ? version : null;
        });
    }
}
