using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Tests.Clusters;

namespace Orchestrator.Streams.Redis.Tests.Conformance;

/// <summary>What Orleans documents for persistent, rewindable streams. One instance for each carrier.</summary>
public abstract class DeliverySuite : IAsyncLifetime
{
    private StreamCluster _cluster = null!;

    private protected StreamCluster Cluster => _cluster;

    private Recorder Recorder => _cluster.Recorder;

    private protected abstract Task<StreamCluster> Launch();

    public async ValueTask InitializeAsync() => _cluster = await Launch();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Every_implicit_subscriber_gets_every_event_once_and_in_order()
    {
        var sent = await Send("implicit", "a", 0, 200);
        await Recorder.Until("a", 200);
        await Recorder.Until("second a", 200);
        Assert.Equal(sent, Recorder.Of("a"));
        Assert.Equal(sent, Recorder.Of("second a"));
    }

    [Fact]
    public async Task A_batch_arrives_whole_and_in_order()
    {
        string[] batch = [.. Enumerable.Range(0, 100).Select(i => $"{i}")];
        await _cluster.Stream("implicit", "b", silo: 0).OnNextBatchAsync(batch);
        await _cluster.Stream("implicit", "b", silo: 0).OnNextAsync("last");
        await Recorder.Until("b", 101);
        Assert.Equal([.. batch, "last"], Recorder.Of("b"));
        Assert.Equal(99, Recorder.TokenOf("b", "99").EventIndex);
        Assert.Equal(Recorder.TokenOf("b", "0").Entry, Recorder.TokenOf("b", "99").Entry);
    }

    [Fact]
    public async Task Several_explicit_subscribers_each_get_every_event_and_one_that_unsubscribes_gets_no_more()
    {
        var (one, two) = (Listener("x/1"), Listener("x/2"));
        await one.Subscribe("explicit", "x", null);
        await two.Subscribe("explicit", "x", null);
        var first = await Send("explicit", "x", 0, 20);
        await Recorder.Until("x/1", 20);
        await Recorder.Until("x/2", 20);

        await one.Unsubscribe("explicit", "x");
        await two.Subscribe("explicit", "x", null);
        var more = await Send("explicit", "x", 20, 20);
        await Recorder.Until("x/2", 40);
        Assert.Equal(first, Recorder.Of("x/1"));
        Assert.Equal([.. first, .. more], Recorder.Of("x/2").Distinct());
    }

    [Fact]
    public async Task A_consumer_that_was_deactivated_resumes_after_the_last_event_it_took()
    {
        var listener = Listener("r/1");
        await listener.Subscribe("explicit", "r", null);
        var first = await Send("explicit", "r", 0, 10);
        await Recorder.Until("r/1", 10);
        await _cluster.Deactivate(listener);
        var more = await Send("explicit", "r", 10, 10);
        await Recorder.Until("r/1", 20);
        Assert.Equal([.. first, .. more], Recorder.Of("r/1").Distinct());
    }

    [Fact]
    public async Task A_subscription_from_a_token_gets_what_was_settled_long_ago()
    {
        var sent = await Send("implicit", "w", 0, 300);
        await Recorder.Until("w", 300);
        // A second stream's events lie between, and are no business of the one that rewinds.
        await Send("implicit", "other", 0, 50);
        await Recorder.Until("other", 50);

        await Listener("w/late").Subscribe("implicit", "w", Recorder.TokenOf("w", sent[100]));
        var more = await Send("implicit", "w", 300, 10);
        await Recorder.Until("w/late", 210);
        await Recorder.Until("w", 310);
        Assert.Equal([.. sent[100..], .. more], Recorder.Of("w/late"));
        Assert.Equal(310, Recorder.Of("w").Length);
    }

    [Fact]
    public async Task A_running_subscription_can_rewind()
    {
        var listener = Listener("q/1");
        await listener.Subscribe("explicit", "q", null);
        var sent = await Send("explicit", "q", 0, 30);
        await Recorder.Until("q/1", 30);
        await listener.Rewind("explicit", "q", Recorder.TokenOf("q/1", sent[10]));
        var more = await Send("explicit", "q", 30, 1);
        await Recorder.Until(heard => heard.Any(each => each.Who == "q/1" && each.Event == more[0]) && heard.Count(each => each.Who == "q/1") >= 50, "q/1 hears 11 to 30 again");
        Assert.Equal([.. sent[11..], .. more], Recorder.Of("q/1")[^20..]);
    }

    [Fact]
    public async Task An_event_that_fails_sometimes_comes_again_and_none_overtakes_it()
    {
        var failures = 2;
        Recorder.Behaviour = (who, what) => who == "f" && what == "f-5" && Interlocked.Decrement(ref failures) >= 0 ? throw new InvalidOperationException("not now") : Task.CompletedTask;
        var sent = await Send("implicit", "f", 0, 20);
        await Recorder.Until("f", 20);
        Assert.Equal(sent, Recorder.Of("f"));
        Assert.True(failures < 0);
    }

    [Fact]
    public async Task A_consumer_that_hangs_holds_up_no_other_stream()
    {
        var hanging = new TaskCompletionSource();
        Recorder.Behaviour = (who, _) => who == "h" ? hanging.Task : Task.CompletedTask;
        await Send("implicit", "h", 0, 5);
        foreach (var key in (string[])["h1", "h2", "h3", "h4", "h5", "h6"]) await Send("implicit", key, 0, 20);
        foreach (var key in (string[])["h1", "h2", "h3", "h4", "h5", "h6"]) await Recorder.Until(key, 20);
        Assert.Empty(Recorder.Of("h"));
        hanging.SetResult();
        await Recorder.Until("h", 5);
    }

    [Fact]
    public async Task An_event_that_is_too_large_is_refused_by_name_and_nothing_of_it_is_stored()
    {
        var refused = await Assert.ThrowsAsync<StreamsFaultException>(() => _cluster.Stream("implicit", "t", silo: 0).OnNextAsync(new string('x', 1024 * 1024)));
        Assert.Equal(StreamsFault.EventTooLarge, refused.Fault);
        var sent = await Send("implicit", "t", 0, 2);
        await Recorder.Until("t", 2);
        Assert.Equal(sent, Recorder.Of("t"));
    }

    private protected IListener Listener(string key) => _cluster.Grains.GetGrain<IListener>(key);

    /// <returns>What was sent, in order.</returns>
    private protected async Task<string[]> Send(string space, string key, int from, int count)
    {
        string[] events = [.. Enumerable.Range(from, count).Select(i => $"{key}-{i}")];
        foreach (var each in events) await _cluster.Stream(space, key, silo: 0).OnNextAsync(each);
        return events;
    }
}

public sealed class InProcessDelivery : DeliverySuite
{
    private protected override Task<StreamCluster> Launch() =>
        StreamCluster.Launch(1, silo => Hosting.InProcessStreamsHostingExtensions.AddInProcessStreams(silo, StreamCluster.Provider), null);
}

public sealed class RedisDelivery : DeliverySuite
{
    private RedisHome _redis = null!;

    private protected override async Task<StreamCluster> Launch()
    {
        _redis = await RedisHome.Start();
        return await StreamCluster.Launch(
            2,
            silo => Hosting.RedisStreamsHostingExtensions.AddRedisStreams(silo, StreamCluster.Provider, _redis.Configure),
            client => Hosting.RedisStreamsHostingExtensions.AddRedisStreams(client, StreamCluster.Provider, _redis.Configure));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
