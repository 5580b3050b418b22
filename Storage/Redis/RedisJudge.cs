using Orchestrator.Storage.Judgement;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

internal sealed class RedisJudge(RedisStoreOptions options, RedisConnection connection) : IStoreJudge
{
    /// <summary>Each setting, the values that keep what was acknowledged, and why another one does not.</summary>
    private static readonly (string Setting, string Allowed, string Why)[] Settings =
    [
        ("appendonly", "yes", "Without the append-only file a restart loses everything since the last snapshot"),
        ("appendfsync", "always", "Otherwise up to a second of acknowledged writes is lost with the machine"),
        ("no-appendfsync-on-rewrite", "no", "Otherwise nothing is flushed while the file is rewritten"),
        ("maxmemory-policy", "noeviction", "Any other policy may delete state when memory runs out"),
    ];

    public async Task<IReadOnlyList<Finding>> Judge(CancellationToken cancel = default)
    {
        // A connection of its own: only here may the client ask for the server's settings.
        var client = options.ToClientOptions();
        client.AllowAdmin = true;
        try
        {
            await using var asking = await ConnectionMultiplexer.ConnectAsync(client);
            var database = asking.GetDatabase();
            var values = new Dictionary<string, string?>();
            foreach (var (setting, _, _) in Settings) values[setting] = await Setting(database, setting);
            return Judge(await Version(database), values);
        }
        catch (Exception cause) when (cause is RedisException or TimeoutException)
        {
            throw connection.Named(cause);
        }
    }

    internal static IReadOnlyList<Finding> Judge(string? version, IReadOnlyDictionary<string, string?> values)
    {
        var findings = new List<Finding>();
        if (version is null || !System.Version.TryParse(version, out var known) || known.Major < 7)
            findings.Add(new("redis.version", $"the server is version {version ?? "unknown"}", "7.0 or newer", "Install Redis 7.", Severity.RefusesLive));
        foreach (var (setting, allowed, why) in Settings)
            if (values[setting] != allowed)
                findings.Add(new($"redis.{setting}", $"{setting} is {values[setting] ?? "not readable"}", allowed,
                    $"{why}: CONFIG SET {setting} {allowed}, and the same in redis.conf.", Severity.RefusesLive));
        return findings;
    }

    private static async Task<string?> Version(IDatabase database)
    {
        var info = (string?)await database.ExecuteAsync("INFO", "server") ?? "";
        return info.Split('\n').FirstOrDefault(line => line.StartsWith("redis_version:", StringComparison.Ordinal))?.Split(':')[1].Trim();
    }

    /// <returns>Null where the server does not tell (managed services forbid CONFIG): what is not known is not safe.</returns>
    private static async Task<string?> Setting(IDatabase database, string setting)
    {
        try
        {
            var pair = (RedisResult[])(await database.ExecuteAsync("CONFIG", "GET", setting))!;
            return pair.Length == 2 ? (string?)pair[1] : null;
        }
        catch (RedisServerException)
        {
            return null;
        }
    }
}
