using Orchestrator.Storage.Heads;

namespace Orchestrator.Storage.Sqlite;

internal sealed class SqliteHeads(SqliteStore store) : IHeads
{
    public Task<Head?> Read(string key) => store.Readers.Read(session =>
    {
        using var row = session.Query("SELECT number, body FROM head WHERE key = $1", key);
        return row.Read() ? new Head(row.GetInt64(0), (byte[])row.GetValue(1)) : null;
    });

    public Task<HeadOutcome> Advance(string key, Head head)
    {
        var body = head.Body.ToArray();
        return store.Writer.Write(session =>
        {
            var stands = session.Scalar("SELECT number FROM head WHERE key = $1", key) as long?;
            if (stands == head.Number) return HeadOutcome.AlreadyThere;
            if (stands > head.Number) return HeadOutcome.Behind;
            session.Execute("INSERT INTO head (key, number, body) VALUES ($1, $2, $3) ON CONFLICT (key) DO UPDATE SET number = $2, body = $3", key, head.Number, body);
            return HeadOutcome.Advanced;
        });
    }
}
