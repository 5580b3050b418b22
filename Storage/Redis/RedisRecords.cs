using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Records;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

internal sealed class RedisRecords(RedisStore store) : IFencedRecords
{
    private static readonly RedisValue[] Fields = ["version", "body"];

    public async Task<FencedRecord?> Read(string key)
    {
        store.ThrowIfBroken();
        var fields = await store.Read(database => database.HashGetAsync(Key(key), Fields));
        return fields[0].IsNull ? null : new FencedRecord(fields[0]!, fields[1].IsNull ? null : (byte[])fields[1]!);
    }

    public async Task<string?> Replace(string key, string? expected, byte[]? body)
    {
        var version = Guid.NewGuid().ToString("N");
        var answer = await store.Write(RedisScripts.Replace, [Key(key)], [expected ?? "", version, body is null ? "0" : "1", body ?? []],
            (StorePoints.RedisStoreBefore, StorePoints.RedisStoreAfter));
        return (int)answer[0] == 1 ? version : null;
    }

    private RedisKey Key(string key) => store.Prefix + key;
}
