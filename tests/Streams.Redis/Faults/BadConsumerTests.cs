using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Tests.Clusters;
using Orleans.Hosting;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>
/// Consumers that throw or never come back, on the one partition that everybody shares. What hangs here hangs until the test lets go: whoever
/// waited for it would wait for ever.
/// </summary>
public sealed class BadConsumerTests : IAsyncLifetime
{
    private static readonly TimeSpan ForEver = TimeSpan.FromMinutes(10);

    private readonly TaskCompletionSource _hanging = new();
    private RedisHome _redis = null!;
    private StreamCluster? _cluster;

    public async ValueTask InitializeAsync() => _redis = await RedisHome.Start();

    public async ValueTask DisposeAsync()
    {
        // A silo does not stop before its calls are over.
        _hanging.TrySetResult();
        if (_cluster is not null) await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Beside_consumers_that_throw_and_hang_another_gets_everything()
    {
        var cluster = await Launch(ForEver, ForEver);
        cluster.Recorder.Behaviour = (who, _) => who switch
        {
            "throws" => throw new InvalidOperationException("This consumer takes nothing."),
            "hangs" => _hanging.Task,
            _ => Task.CompletedTask,
        };
        for (var i = 0; i < 500; i++)
            foreach (var key in (string[])["throws", "hangs", "good"]) await Send(cluster, key, i);
        await cluster.Recorder.Until("good", 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"good-{i}"), cluster.Recorder.Of("good"));
        _hanging.SetResult();
        await cluster.Recorder.Until("hangs", 500);
    }

    [Fact]
    public async Task A_consumer_that_hangs_while_it_is_asked_about_a_second_stream_holds_up_no_other()
    {
        var cluster = await Launch(ForEver, ForEver);
        cluster.Recorder.Behaviour = (who, _) => who == "h/1" ? _hanging.Task : Task.CompletedTask;
        var hung = cluster.Grains.GetGrain<IListener>("h/1");
        await hung.Subscribe("explicit", "h", null);
        await hung.Subscribe("explicit", "h again", null);
        await Send(cluster, "good", 0);
        await cluster.Recorder.Until("good", 1);

        var called = Called(cluster, "h/1");
        await cluster.Stream("explicit", "h", silo: 0).OnNextAsync("h-0");
        await called;
        await cluster.Stream("explicit", "h again", silo: 0).OnNextAsync("h again-0");
        for (var i = 1; i < 50; i++) await Send(cluster, "good", i);
        await cluster.Recorder.Until("good", 50);
        _hanging.SetResult();
        await cluster.Recorder.Until("h/1", 2);
    }

    [Fact]
    public async Task Consumers_that_never_become_active_hold_up_no_other()
    {
        var cluster = await Launch(ForEver, ForEver);
        cluster.Recorder.Activating = key => key.StartsWith("slow", StringComparison.Ordinal) ? _hanging.Task : Task.CompletedTask;
        for (var i = 0; i < 50; i++)
        {
            await Send(cluster, $"slow{i}", 0);
            await Send(cluster, "good", i);
        }

        await cluster.Recorder.Until("good", 50);
        _hanging.SetResult();
        for (var i = 0; i < 50; i++) await cluster.Recorder.Until($"slow{i}", 1);
    }

    [Fact]
    public async Task A_new_stream_delivers_more_than_is_kept_in_memory_before_its_subscribers_are_certain()
    {
        var cluster = await Launch(ForEver, ForEver, options => (options.Limits.JoinSeconds, options.Limits.LaneMax, options.Limits.CachedMax) = (300, 16, 64));
        for (var i = 0; i < 500; i++) await Send(cluster, "new", i);
        await cluster.Recorder.Until("new", 500);
        await cluster.Recorder.Until("second new", 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"new-{i}"), cluster.Recorder.Of("new"));
        Assert.Equal(500, await _redis.Unsettled(1));
    }

    [Fact]
    public async Task One_that_hangs_holds_up_no_other_subscriber_of_its_own_stream_and_gets_everything_afterwards()
    {
        var cluster = await Launch(ForEver, ForEver, options => (options.Limits.JoinSeconds, options.Limits.LaneMax, options.Limits.CachedMax) = (0.05, 16, 64));
        cluster.Recorder.Behaviour = (who, _) => who == "shared" ? _hanging.Task : Task.CompletedTask;
        for (var i = 0; i < 500; i++)
            foreach (var key in (string[])["shared", "good"]) await Send(cluster, key, i);
        await cluster.Recorder.Until("second shared", 500);
        Assert.Empty(cluster.Recorder.Of("shared"));
        _hanging.SetResult();
        await cluster.Recorder.Until("shared", 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"shared-{i}"), cluster.Recorder.Of("shared"));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"shared-{i}"), cluster.Recorder.Of("second shared"));
        await Waiting.Until(async () => await _redis.Unsettled(1) == 0, "nothing is unsettled");
    }

    [Fact]
    public async Task More_hung_streams_than_the_memory_holds_entries_hold_up_no_other_and_get_everything_afterwards()
    {
        var cluster = await Launch(ForEver, ForEver, options => (options.Limits.JoinSeconds, options.Limits.LaneMax, options.Limits.CachedMax) = (0.05, 16, 64));
        cluster.Recorder.Behaviour = (who, _) => who.Contains("hung", StringComparison.Ordinal) ? _hanging.Task : Task.CompletedTask;
        for (var i = 0; i < 10; i++)
        {
            for (var stream = 0; stream < 100; stream++) await Send(cluster, $"hung{stream}", i);
            await Send(cluster, "good", i);
        }

        await cluster.Recorder.Until("good", 10);
        Assert.DoesNotContain(cluster.Recorder.All, heard => heard.Who.Contains("hung", StringComparison.Ordinal));
        _hanging.SetResult();
        for (var stream = 0; stream < 100; stream++)
        {
            await cluster.Recorder.Until($"hung{stream}", 10);
            Assert.Equal(Enumerable.Range(0, 10).Select(i => $"hung{stream}-{i}"), cluster.Recorder.Of($"hung{stream}"));
        }

        await Waiting.Until(async () => await _redis.Unsettled(1) == 0, "nothing is unsettled");
    }

    [Fact]
    public async Task What_bad_consumers_do_not_take_ends_in_the_dead_letters_with_the_reason_and_nothing_is_lost()
    {
        var cluster = await Launch(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), options => options.Limits.JoinSeconds = 0.05);
        cluster.Recorder.Behaviour = (who, _) => who switch
        {
            "throws" => throw new InvalidOperationException("This consumer takes nothing."),
            "hangs" => _hanging.Task,
            _ => Task.CompletedTask,
        };
        for (var i = 0; i < 5; i++)
            foreach (var key in (string[])["throws", "hangs", "good"]) await Send(cluster, key, i);
        await cluster.Recorder.Until("good", 5);
        await Waiting.Until(async () => (await _redis.DeadLetters(1)).Length == 10, "ten dead letters");
        var letters = await _redis.DeadLetters(1);
        Assert.All(letters, letter => Assert.StartsWith("not taken: subscription ", letter.Reason, StringComparison.Ordinal));
        Assert.Equal(5, letters.Count(letter => letter.Reason.Contains("implicit/throws", StringComparison.Ordinal)));
        Assert.Equal(5, letters.Count(letter => letter.Reason.Contains("implicit/hangs", StringComparison.Ordinal)));
        await Waiting.Until(async () => await _redis.Unsettled(1) == 0, "nothing is unsettled");
    }

    /// <param name="patience">How long an event is offered again.</param>
    /// <param name="answer">How long a consumer may take for one event.</param>
    private async Task<StreamCluster> Launch(TimeSpan patience, TimeSpan answer, Action<RedisStreamsOptions>? change = null) => _cluster = await StreamCluster.Launch(
        1,
        silo => silo.AddRedisStreams(
            StreamCluster.Provider,
            options =>
            {
                _redis.Configure(options);
                options.Partitions = 1;
                change?.Invoke(options);
            },
            streams => streams.ConfigurePullingAgent(agent => agent.Configure(each => each.MaxEventDeliveryTime = patience))),
        null,
        answer);

    private static Task Send(StreamCluster cluster, string key, int number) => cluster.Stream("implicit", key, silo: 0).OnNextAsync($"{key}-{number}");

    /// <returns>When a consumer has been given an event, whatever it does with it.</returns>
    private static Task Called(StreamCluster cluster, string who)
    {
        var (called, before) = (new TaskCompletionSource(), cluster.Recorder.Behaviour);
        cluster.Recorder.Behaviour = (each, what) =>
        {
            if (each == who) called.TrySetResult();
            return before(each, what);
        };
        return called.Task.WaitAsync(Recorder.Patience);
    }
}
