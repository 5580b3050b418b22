using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Tests.Clusters;
using Orchestrator.Streams.Redis.Transport.Redis;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>What a real server must not be is refused by name before anything is read or written.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_wrong_password_is_named_and_not_shown()
    {
        await using var redis = await RedisHome.Start("right-secret");
        var fault = await Refused(redis.Options(options => options.Connection = $"127.0.0.1:{redis.Server.Port},password=wrong-secret,connectRetry=1"));
        Assert.Equal(StreamsFault.AccessDenied, fault.Fault);
        Assert.DoesNotContain("secret", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_evicts_is_refused()
    {
        await using var redis = await RedisHome.Start("", "--maxmemory-policy", "allkeys-lru");
        Assert.Equal(StreamsFault.EvictionOn, (await Refused(redis.Options())).Fault);
    }

    [Fact]
    public async Task A_server_without_an_append_only_file_is_refused_unless_that_is_allowed()
    {
        await using var redis = await RedisHome.Start("", "--appendonly", "no");
        Assert.Equal(StreamsFault.NotDurable, (await Refused(redis.Options())).Fault);
        await Open(redis.Options(options => options.RequireDurableServer = false));
    }

    [Fact]
    public async Task An_older_server_is_refused()
    {
        await using var redis = await RedisHome.Start();
        using var older = new OlderServer(redis.Server.Port);
        Assert.Equal(StreamsFault.ServerTooOld, (await Refused(redis.Options(options => options.Connection = $"127.0.0.1:{older.Port}"))).Fault);
    }

    [Fact]
    public async Task A_key_of_another_type_under_our_name_is_refused_and_left_alone()
    {
        await using var redis = await RedisHome.Start();
        var database = await redis.Database();
        await database.StringSetAsync("tests:stream:{streams:2}", "somebody's");
        var fault = await Refused(redis.Options());
        Assert.Equal(StreamsFault.KeyTaken, fault.Fault);
        Assert.Contains("tests:stream:{streams:2}", fault.Message, StringComparison.Ordinal);
        Assert.Equal("somebody's", await database.StringGetAsync("tests:stream:{streams:2}"));
    }

    [Fact]
    public async Task Another_number_of_partitions_than_the_data_has_is_refused()
    {
        await using var redis = await RedisHome.Start();
        await Open(redis.Options());
        Assert.Equal(StreamsFault.PartitionsChanged, (await Refused(redis.Options(options => options.Partitions = 5))).Fault);
    }

    [Fact]
    public async Task Nobody_there_is_unreachable()
    {
        int port;
        await using (var redis = await RedisHome.Start()) port = redis.Server.Port;
        var options = new RedisStreamsOptions { Connection = $"127.0.0.1:{port},connectRetry=1", ConnectTimeoutSeconds = 1 };
        Assert.Equal(StreamsFault.Unreachable, (await Refused(options)).Fault);
    }

    private static async Task Open(RedisStreamsOptions options)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var link = new RedisLink(options, services);
        await new RedisTransport(options, new RedisKeys("tests", StreamCluster.Provider), link).Open(CancellationToken.None);
    }

    private static Task<StreamsFaultException> Refused(RedisStreamsOptions options) => Assert.ThrowsAsync<StreamsFaultException>(() => Open(options));
}
