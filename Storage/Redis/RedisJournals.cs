using System.Collections.Concurrent;
using Orchestrator.Storage.Journals;

namespace Orchestrator.Storage.Redis;

internal sealed class RedisJournals(RedisStore store) : IJournals
{
    private readonly ConcurrentDictionary<string, RedisJournal> _journals = [];

    public IJournal Get(string name) => _journals.GetOrAdd(JournalNames.Check(name), known => new RedisJournal(store, known));
}
