using System.Globalization;
using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Hosting;
using Orleans.Runtime;
using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Transport.Redis;

/// <summary>One hold of a partition. Its consumer's name holds the epoch, so what an earlier hold read is never taken for its own.</summary>
internal sealed class RedisHold(
    int partition, long epoch, string holder, PartitionLimits limits, RedisKeys keys, RedisLink link, Action<RedisChannel, RedisValue> arrived) : IPartitionHold
{
    private readonly RedisKey[] _keys = keys.Of(partition);
    private readonly string _consumer = string.Create(CultureInfo.InvariantCulture, $"{holder}/{epoch}");
    private string? _claimFrom = "0-0";

    public async Task<IReadOnlyList<Entry>> Read(int max)
    {
        while (_claimFrom is { } from)
        {
            var page = (RedisResult[])(await Fenced(Scripts.Claim, [RedisKeys.Group, _consumer, from, max]))!;
            var next = (string)page[0]!;
            _claimFrom = next == "0-0" ? null : next;
            var claimed = Entries(page[1]);
            if (claimed.Count > 0) return claimed;
        }

        return Entries(await Fenced(Scripts.Read, [RedisKeys.Group, _consumer, max, (long)(limits.HoldSeconds * 1000)]));
    }

    public void Again() => _claimFrom = "0-0";

    public async Task Acknowledge(IReadOnlyList<EntryId> ids)
    {
        foreach (var chunk in ids.Chunk(1_000)) await Fenced(Scripts.Acknowledge, [RedisKeys.Group, .. chunk.Select(id => (RedisValue)id.ToString())]);
    }

    public Task<IReadOnlyList<Entry>> Range(EntryId from, EntryId before, int max) => Range(link, _keys[0], from.ToString(), "(" + before, max);

    internal static async Task<IReadOnlyList<Entry>> Range(RedisLink link, RedisKey key, string from, string to, int max)
    {
        var connection = await link.Get();
        try
        {
            var found = await connection.GetDatabase().StreamRangeAsync(key, from, to, max);
            return [.. found.Select(entry => Parse((string)entry.Id!, entry.Values.Select(field => (field.Name, field.Value))))];
        }
        catch (Exception cause) when (cause is RedisException or TimeoutException)
        {
            throw link.Named(cause);
        }
    }

    public Task Bury(EntryId id, string reason) => Fenced(Scripts.Bury, [RedisKeys.Group, id.ToString(), reason, limits.DeadLettersMax]);

    public async Task<long> Trim()
    {
        var now = (long)await link.Run(Scripts.Now, [], []);
        var oldest = Math.Max(0, now - (long)(limits.RetainedSeconds * 1000));
        return (long)await Fenced(Scripts.Trim, [RedisKeys.Group, limits.RetainedLength, oldest]);
    }

    public async Task Release()
    {
        var connection = await link.Get();
        await connection.GetSubscriber().UnsubscribeAsync(keys.Arrivals(partition), arrived, CommandFlags.FireAndForget);
        await link.Run(Scripts.Release, _keys, [epoch]);
    }

    private async Task<RedisResult> Fenced(string script, RedisValue[] values)
    {
        var answer = await link.Run(script, _keys, [epoch, .. values]);
        if (answer.Resp2Type == ResultType.Integer && (long)answer == -1) throw new NotHeldException($"{partition}");
        return answer;
    }

    private static List<Entry> Entries(RedisResult answer)
    {
        var entries = new List<Entry>();
        foreach (var each in (RedisResult[])answer!)
        {
            // An entry that was deleted by hand while it was pending comes without content.
            if (each.IsNull) continue;
            var pair = (RedisResult[])each!;
            var fields = pair[1].IsNull ? [] : (RedisValue[])pair[1]!;
            entries.Add(Parse((string)pair[0]!, fields.Chunk(2).Where(field => field.Length == 2).Select(field => (field[0], field[1]))));
        }

        return entries;
    }

    private static Entry Parse(string id, IEnumerable<(RedisValue Name, RedisValue Value)> fields)
    {
        byte[]? space = null, key = null, payload = null;
        foreach (var (name, value) in fields)
            if (name == "n") space = value;
            else if (name == "k") key = value;
            else if (name == "d") payload = value;
        StreamId? stream = space is null || key is not { Length: > 0 } ? null : StreamId.Create(space, key);
        return new Entry(EntryId.Parse(id), stream, payload);
    }
}
