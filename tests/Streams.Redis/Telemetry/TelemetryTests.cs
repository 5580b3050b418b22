using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Tests.Clusters;
using Orchestrator.Streams.Redis.Transport;
using Orchestrator.Streams.Redis.Transport.Redis;
using Orleans.Hosting;

namespace Orchestrator.Streams.Redis.Tests.Telemetry;

/// <summary>What a provider says of itself, while all is well and while it is not; on a real server with a password.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Secret = "s3cr3t-of-the-streams";

    private RedisHome _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisHome.Start(Secret);

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task What_is_appended_settled_buried_fetched_again_and_trimmed_is_counted()
    {
        await using var cluster = await Launch(options => (options.Limits.RetainedLength, options.Limits.TrimPeriodSeconds) = (5, 0.05));
        using var counts = new Counts(cluster.Meters(0));
        cluster.Recorder.Behaviour = (who, what) => who == "m" && what == "m-3" ? throw new InvalidOperationException("never") : Task.CompletedTask;
        await Send(cluster, 0, 20);
        await cluster.Recorder.Until("m", 19);
        await Waiting.Until(() => Task.FromResult(counts.Of("acknowledged") + counts.Of("dead_letters") == 20), "everything is counted as settled");
        Assert.Equal((20, 19, 1, 0), (counts.Of("append"), counts.Of("acknowledged"), counts.Of("dead_letters"), counts.Of("lost")));
        await Waiting.Until(() => Task.FromResult(counts.Of("trimmed") > 0), "settled entries are trimmed");

        await cluster.Grains.GetGrain<IListener>("m/late").Subscribe("implicit", "m", new EntryToken(EntryId.Zero));
        await Send(cluster, 20, 1);
        await cluster.Recorder.Until(heard => heard.Any(each => each is { Who: "m/late", Event: "m-20" }), "the late one has what is retained");
        Assert.True(counts.Of("replayed") > 0);
    }

    [Fact]
    public async Task A_consumer_that_is_far_behind_shows_in_what_was_left_with_the_carrier()
    {
        var hanging = new TaskCompletionSource();
        await using var cluster = await Launch(options => options.Limits.LaneMax = 4, patience: TimeSpan.FromMinutes(2));
        using var counts = new Counts(cluster.Meters(0));
        cluster.Recorder.Behaviour = (_, _) => hanging.Task;
        await Send(cluster, 0, 20);
        await Waiting.Until(() => Task.FromResult(counts.Of("held_back") > 0), "some are held back");
        Assert.True(cluster.Health(0).Partitions.Single().Unsettled > 0);
        hanging.SetResult();
        await cluster.Recorder.Until("m", 20);
    }

    [Fact]
    public async Task A_server_that_is_away_makes_the_provider_unhealthy_by_name_and_with_its_log_everything_goes_on()
    {
        await using var cluster = await Launch(options => options.CommandTimeoutSeconds = 1);
        using var counts = new Counts(cluster.Meters(0));
        await Send(cluster, 0, 5);
        await cluster.Recorder.Until("m", 5);
        await Waiting.Until(() => Task.FromResult(cluster.Health(0).IsHealthy), "healthy");

        await _redis.Server.Kill();
        await Waiting.Until(() => Task.FromResult(!cluster.Health(0).IsHealthy), "not healthy");
        var fault = cluster.Health(0).Partitions.Single().LastFault!;
        Assert.StartsWith("Unreachable: ", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
        Assert.True(counts.Of("faults:Unreachable") > 0);

        await _redis.Server.Start();
        await Waiting.Until(() => Task.FromResult(cluster.Health(0).IsHealthy), "healthy again");
        await Send(cluster, 5, 5);
        await cluster.Recorder.Until("m", 10);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"m-{i}"), cluster.Recorder.Of("m").Distinct());
    }

    /// <summary>Two silos that both believe a partition theirs must not take it from each other for ever.</summary>
    [Fact]
    public async Task A_silo_that_lost_its_partition_takes_it_back_only_when_the_other_one_is_silent()
    {
        const double hold = 2;
        await using var cluster = await Launch(options => (options.Limits.HoldSeconds, options.Limits.WaitSeconds) = (hold, 0.05));
        using var counts = new Counts(cluster.Meters(0));
        await Send(cluster, 0, 5);
        await cluster.Recorder.Until("m", 5);

        var options = Options(limits => limits.HoldSeconds = hold);
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var link = new RedisLink(options, services);
        var other = await new RedisTransport(options, new RedisKeys("tests", StreamCluster.Provider), link).Take(0, "other", force: true, () => { });
        var taken = Stopwatch.GetTimestamp();
        Assert.NotNull(other);
        await Waiting.Until(() => Task.FromResult(counts.Of("lost") == 1), "the loss is counted");
        Assert.False(cluster.Health(0).IsHealthy);

        await Send(cluster, 5, 5);
        await cluster.Recorder.Until("m", 10);
        Assert.True(Stopwatch.GetElapsedTime(taken).TotalSeconds > hold / 2);
        Assert.True(cluster.Health(0).IsHealthy);
        Assert.Equal(1, counts.Of("lost"));
    }

    private RedisStreamsOptions Options(Action<PartitionLimits>? change = null)
    {
        var options = _redis.Options(options => options.Partitions = 1);
        change?.Invoke(options.Limits);
        return options;
    }

    private Task<StreamCluster> Launch(Action<RedisStreamsOptions> change, TimeSpan? patience = null) => StreamCluster.Launch(
        1,
        silo => silo.AddRedisStreams(
            StreamCluster.Provider,
            options =>
            {
                _redis.Configure(options);
                (options.Partitions, options.Limits.JoinSeconds) = (1, 0.05);
                change(options);
            },
            streams => streams.ConfigurePullingAgent(agent => agent.Configure(each => each.MaxEventDeliveryTime = patience ?? TimeSpan.FromMilliseconds(300)))),
        null);

    private static async Task Send(StreamCluster cluster, int from, int count)
    {
        for (var i = from; i < from + count; i++) await cluster.Stream("implicit", "m", silo: 0).OnNextAsync($"m-{i}");
    }
}
