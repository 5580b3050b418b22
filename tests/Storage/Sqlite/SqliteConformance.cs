using Orchestrator.Storage.Tests.Conformance;

namespace Orchestrator.Storage.Tests.Sqlite;

public sealed class SqliteGrainState : GrainStateSuite
{
    internal override Task<TestStore> NewStore() => Task.FromResult<TestStore>(new SqliteTestStore());
}
