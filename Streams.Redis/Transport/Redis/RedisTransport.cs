using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Hosting;
using Orleans.Runtime;
using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Transport.Redis;

/// <summary>Partitions as Redis Streams, one consumer group each.</summary>
internal sealed class RedisTransport(RedisStreamsOptions options, RedisKeys keys, RedisLink link) : IStreamTransport
{
    public async Task Open(CancellationToken cancel)
    {
        var all = Enumerable.Range(0, options.Partitions).SelectMany(keys.Of).ToArray();
        var said = (RedisResult[])(await link.Run(Scripts.Open, [keys.Partitions, .. all], [options.Partitions]).WaitAsync(cancel))!;
        ServerJudge.Judge((string)said[0]!, (string)said[1]!, (string)said[2]!, options.RequireDurableServer);
        if ((string?)said[3] is { } recorded && recorded != $"{options.Partitions}")
            throw new StreamsFaultException(
                StreamsFault.PartitionsChanged, $"The streams at {keys.Partitions} have {recorded} partitions, not {options.Partitions}.",
                "Their number is fixed for the life of the data: set it back, or use another prefix.");
        ServerJudge.JudgeKinds(all, (string[])said[4]!);
    }

    public async Task Append(int partition, StreamId stream, byte[] payload)
    {
        var limits = options.Limits;
        var id = await link.Run(
            Scripts.Append, [keys.Entries(partition), keys.Asleep(partition)],
            [RedisKeys.Group, limits.LengthMax, limits.RetainedLength, keys.Arrivals(partition).ToString(), stream.Namespace, stream.Key, payload]);
        if (id.IsNull)
            throw new StreamsFaultException(
                StreamsFault.PartitionFull, $"Partition {partition} holds {limits.LengthMax} entries that are not delivered.", "Consumers are too slow or gone; try again later.");
    }

    public Task<IReadOnlyList<Entry>> Range(int partition, EntryId from, int max) => RedisHold.Range(link, keys.Entries(partition), from.ToString(), "+", max);

    public async Task<long> Now() => (long)await link.Run(Scripts.Now, [], []);

    public async Task<IPartitionHold?> Take(int partition, string holder, bool force, Action arrived)
    {
        var connection = await link.Get();
        var subscriber = connection.GetSubscriber();
        Action<RedisChannel, RedisValue> handler = (_, _) => arrived();
        long epoch;
        try
        {
            await subscriber.SubscribeAsync(keys.Arrivals(partition), handler);
        }
        catch (Exception cause) when (cause is RedisException or TimeoutException)
        {
            throw link.Named(cause);
        }

        try
        {
            epoch = (long)await link.Run(
                Scripts.Take, keys.Of(partition), [RedisKeys.Group, holder, force ? 1 : 0, (long)(options.Limits.HoldSeconds * 1000)]);
        }
        catch
        {
            await subscriber.UnsubscribeAsync(keys.Arrivals(partition), handler, CommandFlags.FireAndForget);
            throw;
        }

        if (epoch >= 0) return new RedisHold(partition, epoch, holder, options.Limits, keys, link, handler);
        await subscriber.UnsubscribeAsync(keys.Arrivals(partition), handler, CommandFlags.FireAndForget);
        return null;
    }
}
