using Microsoft.Data.Sqlite;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;

namespace Orchestrator.Storage.Sqlite;

/// <summary>The tables, and the marks by which a file is known as ours.</summary>
internal static class SqliteSchema
{
    public const int Version = 1;
    private const long ApplicationId = 0x4F524348;

    private const string Tables = """
        CREATE TABLE store (id INTEGER PRIMARY KEY CHECK (id = 1), store_id TEXT NOT NULL, commits INTEGER NOT NULL);
        CREATE TABLE record (key TEXT PRIMARY KEY NOT NULL, version TEXT NOT NULL, body BLOB);
        CREATE TABLE head (key TEXT PRIMARY KEY NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE TABLE journal (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT, journal TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL,
          outcome TEXT NOT NULL, reason TEXT NOT NULL, grp TEXT NOT NULL, digest TEXT NOT NULL, body BLOB NOT NULL);
        CREATE TABLE journal_size (journal TEXT PRIMARY KEY NOT NULL, records INTEGER NOT NULL);
        CREATE UNIQUE INDEX journal_id ON journal (journal, id);
        CREATE INDEX journal_at ON journal (journal, at, sequence);
        CREATE INDEX journal_outcome ON journal (journal, outcome, at, sequence);
        CREATE INDEX journal_reason ON journal (journal, reason, at, sequence);
        CREATE INDEX journal_group ON journal (journal, grp, at, sequence);
        """;

    /// <returns>Null when the file holds nothing yet.</returns>
    /// <exception cref="StoreFaultException"><see cref="StoreFault.SchemaUnknown"/>.</exception>
    public static StoreHead? Read(SqliteConnection connection)
    {
        var application = Number(connection, "PRAGMA application_id");
        var version = Number(connection, "PRAGMA user_version");
        if (application == 0 && version == 0 && Number(connection, "SELECT count(*) FROM sqlite_schema") == 0) return null;
        if (application != ApplicationId || version != Version)
            throw new StoreFaultException(StoreFault.SchemaUnknown,
                $"{connection.DataSource} has application id {application:x} and schema version {version}; this build reads {ApplicationId:x} and {Version}.",
                "Use the build that wrote it, or another data directory.");
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT store_id, commits FROM store WHERE id = 1";
        using var reader = command.ExecuteReader();
        return reader.Read() ? new StoreHead(reader.GetString(0), reader.GetInt64(1)) : null;
    }

    public static void Create(SqliteConnection connection, string storeId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            BEGIN IMMEDIATE;
            PRAGMA application_id = {ApplicationId};
            PRAGMA user_version = {Version};
            {Tables}
            INSERT INTO store (id, store_id, commits) VALUES (1, $store, 0);
            COMMIT;
            """;
        command.Parameters.AddWithValue("$store", storeId);
        command.ExecuteNonQuery();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
