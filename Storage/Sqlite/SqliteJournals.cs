using System.Collections.Concurrent;
using Orchestrator.Storage.Journals;

namespace Orchestrator.Storage.Sqlite;

internal sealed class SqliteJournals(SqliteStore store) : IJournals
{
    private readonly ConcurrentDictionary<string, SqliteJournal> _journals = [];

    public IJournal Get(string name) => _journals.GetOrAdd(JournalNames.Check(name), known => new SqliteJournal(store, known));
}
