using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Transport.Redis;

/// <summary>The keys of one provider. Those of a partition share a hash tag, so that a script may use them together.</summary>
internal sealed class RedisKeys(string prefix, string provider)
{
    /// <summary>The one consumer group of every partition.</summary>
    public const string Group = "orleans";

    public RedisKey Partitions => $"{prefix}:stream:{provider}:partitions";

    public RedisKey Entries(int partition) => $"{prefix}:stream:{{{provider}:{partition}}}";

    public RedisKey DeadLetters(int partition) => $"{prefix}:stream:{{{provider}:{partition}}}:dead";

    /// <summary>Is there while the holder has found nothing and waits: only then an append wakes it.</summary>
    public RedisKey Asleep(int partition) => $"{prefix}:stream:{{{provider}:{partition}}}:asleep";

    public RedisChannel Arrivals(int partition) => RedisChannel.Literal($"{prefix}:stream:{{{provider}:{partition}}}:arrived");

    /// <summary>In the order that <see cref="Scripts"/> expects.</summary>
    public RedisKey[] Of(int partition) =>
    [
        Entries(partition), $"{prefix}:stream:{{{provider}:{partition}}}:holder", $"{prefix}:stream:{{{provider}:{partition}}}:alive", DeadLetters(partition),
        Asleep(partition),
    ];
}
