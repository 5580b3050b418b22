namespace Orchestrator.Storage.Faults;

/// <summary>The names of the points that <see cref="IFaultPoints"/> is told of.</summary>
public static class StorePoints
{
    public const string SqliteCommitBefore = "sqlite.commit.before";
    public const string SqliteCommitAfter = "sqlite.commit.after";
    public const string RedisStoreBefore = "redis.store.before";
    public const string RedisStoreAfter = "redis.store.after";
    public const string RedisGrainBefore = "redis.grain.before";
    public const string RedisGrainAfter = "redis.grain.after";
    public const string RedisJournalBefore = "redis.journal.before";
    public const string RedisJournalAfter = "redis.journal.after";
    public const string RedisHeadBefore = "redis.head.before";
    public const string RedisHeadAfter = "redis.head.after";
    public const string OuterHeadBefore = "outer-head.before";
    public const string OuterHeadAfter = "outer-head.after";

    public static IReadOnlyList<string> All { get; } =
    [
        SqliteCommitBefore, SqliteCommitAfter, RedisStoreBefore, RedisStoreAfter, RedisGrainBefore, RedisGrainAfter,
        RedisJournalBefore, RedisJournalAfter, RedisHeadBefore, RedisHeadAfter, OuterHeadBefore, OuterHeadAfter,
    ];
}
