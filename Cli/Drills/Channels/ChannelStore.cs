using System.Globalization;
using Orchestrator.Grains.Interfaces.Channels;
using StackExchange.Redis;

namespace Orchestrator.Cli.Drills.Channels;

/// <summary>The channels that grains consume, as they stand in a drill's Redis: read there, so that no silo is believed about what it told. Entries are kept longer than any drill lasts.</summary>
internal sealed class ChannelStore(string redis, string service) : IAsyncDisposable
{
    /// <summary>Fields of an entry: channel, key, and the event.</summary>
    public const string Channel = "n", Key = "k", Event = "d";

    private const int PartitionsMax = 64;
    private const int Page = 1_000;

    private ConnectionMultiplexer? _connection;

    public async Task<IDatabase> Database() =>
        (_connection ??= await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { redis }, AbortOnConnectFail = false, ClientName = "drill" })).GetDatabase();

    /// <returns>The keys of the partitions that are there.</returns>
    public async Task<IReadOnlyList<RedisKey>> Partitions()
    {
        var database = await Database();
        var found = new List<RedisKey>();
        for (var partition = 0; partition < PartitionsMax; partition++)
        {
            RedisKey key = $"{service}:stream:{{{ChannelNames.Provider}:{partition.ToString(CultureInfo.InvariantCulture)}}}";
            if (!await database.KeyExistsAsync(key)) break;
            found.Add(key);
        }

        return found;
    }

    /// <param name="milliseconds">By the server's clock, which is this machine's.</param>
    /// <returns>Entries of one partition after this moment, oldest first.</returns>
    public async Task<IReadOnlyList<StreamEntry>> After(RedisKey partition, long milliseconds)
    {
        var (database, found) = (await Database(), new List<StreamEntry>());
        RedisValue from = string.Create(CultureInfo.InvariantCulture, $"{milliseconds + 1}-0");
        while (true)
        {
            var entries = await database.StreamRangeAsync(partition, from, count: Page);
            found.AddRange(entries);
            if (entries.Length < Page) return found;
            from = "(" + (string)entries[^1].Id!;
        }
    }

    /// <summary>Tells an event once more, as its producer would.</summary>
    public async Task Tell(RedisKey partition, StreamEntry entry)
    {
        var database = await Database();
        await database.StreamAddAsync(partition, entry.Values);
        await database.PublishAsync(RedisChannel.Literal($"{partition}:arrived"), RedisValue.EmptyString);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null) await _connection.DisposeAsync();
    }
}
