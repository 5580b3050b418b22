using Orchestrator.Streams.Redis.Faults;
using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Transport.Redis;

/// <summary>Says whether a server may carry streams, from what it tells about itself.</summary>
internal static class ServerJudge
{
    private const int OldestMajor = 7;

    /// <exception cref="StreamsFaultException">It may not.</exception>
    public static void Judge(string server, string memory, string persistence, bool mustBeDurable)
    {
        var version = Field(server, "redis_version");
        if (!Version.TryParse(version, out var known) || known.Major < OldestMajor)
            throw new StreamsFaultException(StreamsFault.ServerTooOld, $"The server is version {version ?? "unknown"}.", $"Needed: {OldestMajor}.0 or newer.");
        if (!mustBeDurable) return;
        if (Field(memory, "maxmemory_policy") is { } policy && policy != "noeviction")
            throw new StreamsFaultException(
                StreamsFault.EvictionOn, $"maxmemory-policy is {policy}: the server may delete events when its memory is full.", "Needed: CONFIG SET maxmemory-policy noeviction, and the same in redis.conf.");
        if (Field(persistence, "aof_enabled") == "0")
            throw new StreamsFaultException(
                StreamsFault.NotDurable, "The server keeps no append-only file: a restart loses what was acknowledged.", "Needed: CONFIG SET appendonly yes, and the same in redis.conf.");
    }

    /// <exception cref="StreamsFaultException">A key holds something else than it must.</exception>
    public static void JudgeKinds(IReadOnlyList<RedisKey> keys, IReadOnlyList<string> kinds)
    {
        string[] wanted = ["stream", "hash", "string", "stream", "string"];
        for (var i = 0; i < keys.Count; i++)
            if (kinds[i] != "none" && kinds[i] != wanted[i % wanted.Length])
                throw new StreamsFaultException(
                    StreamsFault.KeyTaken, $"The key {keys[i]} is a {kinds[i]}, not a {wanted[i % wanted.Length]}.", "Use another prefix, or remove that key.");
    }

    private static string? Field(string info, string name) => info.Split('\n')
        .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim();
}
