using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Tests.Clusters;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>A setting out of its range is refused by its name, with what is allowed and without the secret.</summary>
public sealed class SettingTests
{
    private const string Secret = "s3cr3t";

    public static TheoryData<string> Names => [.. Wrong.Keys];

    private static Dictionary<string, Action<RedisStreamsOptions>> Wrong => new()
    {
        ["Connection"] = options => options.Connection = "",
        ["ConnectTimeoutSeconds"] = options => options.ConnectTimeoutSeconds = 0,
        ["CommandTimeoutSeconds"] = options => options.CommandTimeoutSeconds = double.NaN,
        ["Partitions"] = options => options.Partitions = 257,
        ["Limits.LengthMax"] = options => options.Limits.LengthMax = 99,
        ["Limits.RetainedLength"] = options => options.Limits.RetainedLength = options.Limits.LengthMax + 1,
        ["Limits.RetainedSeconds"] = options => options.Limits.RetainedSeconds = 0.5,
        ["Limits.TrimPeriodSeconds"] = options => options.Limits.TrimPeriodSeconds = 0,
        ["Limits.CachedMax"] = options => options.Limits.CachedMax = 15,
        ["Limits.LaneMax"] = options => options.Limits.LaneMax = options.Limits.CachedMax + 1,
        ["Limits.JoinSeconds"] = options => options.Limits.JoinSeconds = 301,
        ["Limits.ReadMax"] = options => options.Limits.ReadMax = 0,
        ["Limits.WaitSeconds"] = options => options.Limits.WaitSeconds = 11,
        ["Limits.HoldSeconds"] = options => options.Limits.HoldSeconds = 0.5,
        ["Limits.EventBytesMax"] = options => options.Limits.EventBytesMax = 1_023,
        ["Limits.DeadLettersMax"] = options => options.Limits.DeadLettersMax = 0,
    };

    [Theory, MemberData(nameof(Names))]
    public void One_out_of_its_range_is_refused_by_name(string name)
    {
        var options = new RedisStreamsOptions { Connection = $"127.0.0.1:1,password={Secret}" };
        Wrong[name](options);
        var fault = Assert.Throws<StreamsFaultException>(new RedisStreamsOptionsValidator("orders", options, null).ValidateConfiguration);
        Assert.Equal(StreamsFault.SettingRefused, fault.Fault);
        Assert.Contains($"Streams 'orders': {name} is ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Allowed: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault.Message + options, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_taken_and_an_agent_that_acknowledges_too_early_is_not()
    {
        var options = new RedisStreamsOptions { Connection = "127.0.0.1:1" };
        new RedisStreamsOptionsValidator("orders", options, new StreamPullingAgentOptions()).ValidateConfiguration();
        var batching = new StreamPullingAgentOptions { BatchContainerBatchSize = 2 };
        Assert.Contains("BatchContainerBatchSize", Assert.Throws<StreamsFaultException>(new RedisStreamsOptionsValidator("orders", options, batching).ValidateConfiguration).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_with_such_a_setting_does_not_start()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StreamCluster.Launch(
            1, silo => silo.AddRedisStreams(StreamCluster.Provider, options => (options.Connection, options.Partitions) = ("127.0.0.1:1", 0)), null));
        Assert.Contains("SettingRefused: Streams 'streams': Partitions is 0.", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_with_such_a_setting_of_streams_in_its_memory_does_not_start_either()
    {
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => StreamCluster.Launch(
            1, silo => silo.AddInProcessStreams(StreamCluster.Provider, options => options.Limits.ReadMax = 0), null));
        Assert.Contains("SettingRefused: Streams 'streams': Limits.ReadMax is 0.", fault.ToString(), StringComparison.Ordinal);
    }
}
