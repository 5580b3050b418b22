using Orchestrator.Storage.Tests.Conformance;

namespace Orchestrator.Storage.Tests.Sqlite;

public sealed class SqliteGrainState : GrainStateSuite
{
    internal override Task<TestStore> NewStore() => Task.FromResult<TestStore>(new SqliteTestStore());
}

public sealed class SqliteTransactions : TransactionSuite
{
    internal override Task<TestStore> NewStore() => Task.FromResult<TestStore>(new SqliteTestStore());
}

public sealed class SqliteJournals : JournalSuite
{
    internal override Task<TestStore> NewStore() => Task.FromResult<TestStore>(new SqliteTestStore());
}

public sealed class SqliteHeads : HeadSuite
{
    internal override Task<TestStore> NewStore() => Task.FromResult<TestStore>(new SqliteTestStore());
}
