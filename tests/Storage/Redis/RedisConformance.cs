using Orchestrator.Storage.Tests.Conformance;

namespace Orchestrator.Storage.Tests.Redis;

public sealed class RedisGrainState : GrainStateSuite
{
    internal override Task<TestStore> NewStore() => RedisTestStore.New();
}

public sealed class RedisTransactions : TransactionSuite
{
    internal override Task<TestStore> NewStore() => RedisTestStore.New();
}

public sealed class RedisJournals : JournalSuite
{
    internal override Task<TestStore> NewStore() => RedisTestStore.New();
}

public sealed class RedisHeads : HeadSuite
{
    internal override Task<TestStore> NewStore() => RedisTestStore.New();
}
