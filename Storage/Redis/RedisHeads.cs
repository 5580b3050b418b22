using System.Globalization;
using Orchestrator.Storage.Faults;
using Orchestrator.Storage.Heads;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

internal sealed class RedisHeads(RedisStore store) : IHeads
{
    private static readonly RedisValue[] Fields = ["number", "body"];

    public async Task<Head?> Read(string key)
    {
        store.ThrowIfBroken();
        var fields = await store.Read(database => database.HashGetAsync(Key(key), Fields));
        return fields[0].IsNull ? null : new Head(long.Parse((string)fields[0]!, CultureInfo.InvariantCulture), (byte[])fields[1]!);
    }

    public async Task<HeadOutcome> Advance(string key, Head head)
    {
        var answer = await store.Write(RedisScripts.Advance, [Key(key)],
            [head.Number.ToString("D19", CultureInfo.InvariantCulture), head.Body.ToArray()], (StorePoints.RedisHeadBefore, StorePoints.RedisHeadAfter));
        return (HeadOutcome)(int)answer[0];
    }

    private RedisKey Key(string key) => $"{store.Prefix}head/{key}";
}
