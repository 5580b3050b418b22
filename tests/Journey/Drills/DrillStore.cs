using Orchestrator.Storage.Tests.Redis;

namespace Orchestrator.Journey.Tests.Drills;

/// <summary>A store that outlives every process of a drill: a directory, and for Redis a real server beside it.</summary>
internal sealed class DrillStore : IAsyncDisposable
{
    private readonly RedisServer? _redis;

    private DrillStore(string directory, RedisServer? redis) => (Directory, _redis) = (directory, redis);

    public string Directory { get; }

    public string[] Settings => _redis is null
        ? ["storage.provider=embedded", $"storage.data_directory={Directory}/data"]
        : ["storage.provider=redis", $"storage.redis={_redis.Connection}", $"storage.data_directory={Directory}/data"];

    public static async Task<DrillStore> Open(string provider)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("orch-drill-").FullName;
        var redis = provider == "redis" ? new RedisServer(Path.Combine(directory, "redis"), FreePort.Next()) : null;
        if (redis is not null) await redis.Start();
        return new DrillStore(directory, redis);
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
