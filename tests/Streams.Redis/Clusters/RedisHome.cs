using Orchestrator.Storage.Tests.Redis;
using Orchestrator.Streams.Redis.Hosting;
using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Tests.Clusters;

/// <summary>A redis-server of a test's own.</summary>
internal sealed class RedisHome : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("streams").FullName;
    private ConnectionMultiplexer? _connection;

    private RedisHome(string password) => Server = new RedisServer(_directory, FreePort.Next(), password);

    public RedisServer Server { get; }

    public static async Task<RedisHome> Start(string password = "", params string[] more)
    {
        var home = new RedisHome(password);
        await home.Server.Start(more);
        return home;
    }

    public RedisStreamsOptions Options(Action<RedisStreamsOptions>? change = null)
    {
        var options = new RedisStreamsOptions { Connection = Server.Connection, KeyPrefix = "tests", Partitions = 4 };
        change?.Invoke(options);
        return options;
    }

    public void Configure(RedisStreamsOptions options) => (options.Connection, options.KeyPrefix, options.Partitions) = (Server.Connection, "tests", 4);

    public async Task<IDatabase> Database() => (_connection ??= await ConnectionMultiplexer.ConnectAsync(Server.Connection)).GetDatabase();

    public async Task<(string Entry, string Reason)[]> DeadLetters(int partitions = 4)
    {
        var database = await Database();
        var letters = new List<(string, string)>();
        for (var i = 0; i < partitions; i++)
            foreach (var entry in await database.StreamRangeAsync($"tests:stream:{{{StreamCluster.Provider}:{i}}}:dead"))
                letters.Add(((string)entry["entry"]!, (string)entry["reason"]!));
        return [.. letters];
    }

    /// <summary>Entries that were read and not settled, over all partitions.</summary>
    public async Task<long> Unsettled(int partitions = 4)
    {
        var database = await Database();
        long count = 0;
        for (var i = 0; i < partitions; i++)
            if (await database.KeyExistsAsync($"tests:stream:{{{StreamCluster.Provider}:{i}}}"))
                count += (await database.StreamPendingAsync($"tests:stream:{{{StreamCluster.Provider}:{i}}}", "orleans")).PendingMessageCount;
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
