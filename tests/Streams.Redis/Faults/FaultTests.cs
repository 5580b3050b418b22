using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Streams.Redis.Adapters;
using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Tests.Clusters;
using Orchestrator.Streams.Redis.Transport;
using Orchestrator.Streams.Redis.Transport.Redis;
using Orleans.Hosting;
using Orleans.Serialization;

namespace Orchestrator.Streams.Redis.Tests.Faults;

/// <summary>Silos and producers that are lost, partitions that move, consumers that never take an event; on a real server.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly string[] Keys = ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"];

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private RedisHome _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisHome.Start();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task A_silo_that_is_lost_loses_no_event_and_changes_no_order()
    {
        await using var cluster = await Launch(2);
        var sending = Task.WhenAll(Keys.Select(key => Send(cluster, key, 150)));
        await cluster.Recorder.Until(heard => heard.Count > 200, "200 events before the loss");
        await cluster.Kill(1);
        await sending;
        foreach (var key in Keys) await cluster.Recorder.Until(key, 150);
        foreach (var key in Keys) Assert.Equal(await Sent(key, 150), cluster.Recorder.Of(key).Distinct());
        await Settled();
    }

    [Fact]
    public async Task What_a_producer_had_acknowledged_arrives_although_its_silo_is_lost()
    {
        await using var cluster = await Launch(2);
        for (var i = 0; i < 200; i++) await cluster.Stream("implicit", "p", silo: 1).OnNextAsync($"p-{i}");
        await cluster.Kill(1);
        await cluster.Recorder.Until("p", 200);
        Assert.Equal(await Sent("p", 200), cluster.Recorder.Of("p").Distinct());
    }

    [Fact]
    public async Task Partitions_move_to_a_silo_that_joins_and_back_when_it_leaves_without_loss()
    {
        await using var cluster = await Launch(1);
        var sending = Task.WhenAll(Keys.Select(key => Send(cluster, key, 150)));
        await cluster.StartOneMore();
        await Until(() => Held(cluster, 0).Concat(Held(cluster, 1)).Order().SequenceEqual([0, 1, 2, 3]), "each partition has one holder of two silos");
        await cluster.Stop(1);
        await Until(() => Held(cluster, 0).SequenceEqual([0, 1, 2, 3]), "the silo that stays holds every partition");
        await sending;
        foreach (var key in Keys) await cluster.Recorder.Until(key, 150);
        foreach (var key in Keys) Assert.Equal(await Sent(key, 150), cluster.Recorder.Of(key).Distinct());
        await Settled();
    }

    [Fact]
    public async Task An_event_that_is_never_taken_goes_to_the_dead_letters_by_name_and_the_next_ones_flow()
    {
        await using var cluster = await Launch(1, patience: TimeSpan.FromSeconds(1));
        cluster.Recorder.Behaviour = (who, what) => what == "d-3" && who == "d" ? throw new InvalidOperationException("never") : Task.CompletedTask;
        await Send(cluster, "d", 10);
        await cluster.Recorder.Until("d", 9);
        Assert.DoesNotContain("d-3", cluster.Recorder.Of("d"));
        Assert.Equal(10, cluster.Recorder.Of("second d").Distinct().Count());
        await Waiting.Until(async () => (await _redis.DeadLetters()).Length == 1, "one dead letter");
        Assert.StartsWith("not taken: subscription ", (await _redis.DeadLetters())[0].Reason, StringComparison.Ordinal);
        await Settled();
    }

    [Fact]
    public async Task What_the_server_handed_out_in_an_answer_that_was_lost_is_delivered()
    {
        using var server = new LossyServer(_redis.Server.Port);
        await using var cluster = await Launch(1, change: options =>
        {
            (options.Connection, options.Partitions, options.CommandTimeoutSeconds) = ($"127.0.0.1:{server.Port}", 1, 1);
            options.Limits.JoinSeconds = 0.05;
        });
        await Send(cluster, "l", 1);
        await cluster.Recorder.Until("l", 1);
        await Settled(1);
        var database = await _redis.Database();
        var key = $"tests:stream:{{{StreamCluster.Provider}:0}}";
        await Waiting.Until(() => database.KeyExistsAsync($"{key}:asleep"), "the holder waits");

        server.Lose();
        await database.StreamAddAsync(key, (await database.StreamRangeAsync(key))[0].Values);
        await Waiting.Until(async () => await _redis.Unsettled(1) == 1, "the server handed the entry out");
        server.Break();
        await cluster.Recorder.Until(heard => heard.Count(each => each.Who == "l") == 2, "l hears what was handed out");
        await Settled(1);
    }

    [Fact]
    public async Task What_was_in_memory_when_an_answer_was_lost_comes_once_and_in_its_order()
    {
        var hanging = new TaskCompletionSource();
        using var server = new LossyServer(_redis.Server.Port);
        await using var cluster = await Launch(1, Long, options =>
        {
            (options.Connection, options.Partitions, options.CommandTimeoutSeconds) = ($"127.0.0.1:{server.Port}", 1, 1);
            options.Limits.JoinSeconds = 0.05;
        }, Long);
        cluster.Recorder.Behaviour = (who, what) => who == "l" && what == "l-0" ? hanging.Task : Task.CompletedTask;
        await Send(cluster, "l", 5);
        await cluster.Recorder.Until("second l", 5);
        var database = await _redis.Database();
        var key = $"tests:stream:{{{StreamCluster.Provider}:0}}";
        await Waiting.Until(() => database.KeyExistsAsync($"{key}:asleep"), "the holder waits");

        server.Lose();
        await database.StreamAddAsync(key, (await database.StreamRangeAsync(key))[4].Values);
        await Waiting.Until(async () => await _redis.Unsettled(1) == 6, "the server handed the entry out");
        server.Break();
        await cluster.Recorder.Until(heard => heard.Count(each => each.Who == "second l") == 6, "the other one hears what was handed out");
        hanging.SetResult();
        await Settled(1);
        Assert.Equal([.. await Sent("l", 5), "l-4"], cluster.Recorder.Of("l"));
        Assert.Equal([.. await Sent("l", 5), "l-4"], cluster.Recorder.Of("second l"));
    }

    /// <summary>The place of a consumer outlives the hold: what it has passed is settled by the next one and not told again.</summary>
    [Fact]
    public async Task What_was_in_memory_when_a_partition_was_lost_comes_once_and_in_its_order_when_it_is_taken_again()
    {
        var hanging = new TaskCompletionSource();
        await using var cluster = await Launch(1, Long, options =>
        {
            options.Partitions = 1;
            (options.Limits.JoinSeconds, options.Limits.HoldSeconds, options.Limits.WaitSeconds) = (0.05, 1, 0.05);
        }, Long);
        cluster.Recorder.Behaviour = (who, what) => who == "m" && what == "m-0" ? hanging.Task : Task.CompletedTask;
        await Send(cluster, "m", 5);
        await cluster.Recorder.Until("second m", 5);

        var options = _redis.Options(options => (options.Partitions, options.Limits.HoldSeconds) = (1, 1));
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var link = new RedisLink(options, services);
        Assert.NotNull(await new RedisTransport(options, new RedisKeys("tests", StreamCluster.Provider), link).Take(0, "another", force: true, () => { }));
        await Until(() => !Held(cluster, 0).Any(), "the silo knows that it lost the partition");
        await Until(() => Held(cluster, 0).Any(), "it has taken it again");
        await cluster.Stream("implicit", "m").OnNextAsync("m-5");
        await cluster.Recorder.Until("second m", 6);
        hanging.SetResult();
        await Settled(1);
        Assert.Equal(await Sent("m", 6), cluster.Recorder.Of("m"));
        Assert.Equal(await Sent("m", 6), cluster.Recorder.Of("second m"));
    }

    [Fact]
    public async Task What_nobody_can_read_goes_to_the_dead_letters_and_holds_up_nothing()
    {
        await using var cluster = await Launch(1);
        await Send(cluster, "u", 1);
        await cluster.Recorder.Until("u", 1);
        var database = await _redis.Database();
        for (var partition = 0; partition < 4; partition++)
        {
            var key = $"tests:stream:{{{StreamCluster.Provider}:{partition}}}";
            await database.StreamAddAsync(key, [new("n", "implicit"), new("k", "u"), new("d", new byte[] { 0xFF, 0x00, 0x17 })]);
            await database.StreamAddAsync(key, [new("n", "implicit"), new("k", "u")]);
            await database.StreamAddAsync(key, "d", "nobody's");
        }

        await Waiting.Until(async () => (await _redis.DeadLetters()).Length == 12, "twelve dead letters");
        Assert.All(await _redis.DeadLetters(), letter => Assert.StartsWith("unreadable: ", letter.Reason, StringComparison.Ordinal));
        await cluster.Stream("implicit", "u").OnNextAsync("u-1");
        await cluster.Recorder.Until("u", 2);
        await Settled();
    }

    [Fact]
    public async Task An_event_of_a_later_version_than_this_silo_knows_goes_to_the_dead_letters_and_the_next_one_is_heard()
    {
        await using var cluster = await Launch(1, change: options => options.Partitions = 1);
        await Send(cluster, "v", 1);
        await cluster.Recorder.Until("v", 1);
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var known = new BatchCodec(services.GetRequiredService<Serializer<StreamBody>>()).Encode([new Versioned(7)], null);
        var later = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(known).Replace(Versioned.Name, "tests.versioned.v9", StringComparison.Ordinal));
        Assert.NotEqual(known, later);
        await (await _redis.Database()).StreamAddAsync(
            $"tests:stream:{{{StreamCluster.Provider}:0}}", [new("n", "implicit"), new("k", "v"), new("d", later)]);
        await Waiting.Until(async () => (await _redis.DeadLetters(1)).Length == 1, "one dead letter");
        Assert.StartsWith("unreadable: ", (await _redis.DeadLetters(1))[0].Reason, StringComparison.Ordinal);
        await cluster.Stream("implicit", "v").OnNextAsync("v-1");
        await cluster.Recorder.Until("v", 2);
        await Settled(1);
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_takes_events_settles_them_and_holds_up_nothing()
    {
        await using var cluster = await Launch(1, change: options => options.Limits.JoinSeconds = 0.05);
        foreach (var key in Keys) await cluster.Stream("misspelt", key).OnNextAsync($"{key}-lost");
        foreach (var key in Keys) await Send(cluster, key, 5);
        foreach (var key in Keys) await cluster.Recorder.Until(key, 5);
        Assert.DoesNotContain(cluster.Recorder.All, heard => heard.Event.EndsWith("-lost", StringComparison.Ordinal));

        await Settled();

        // Kept as long as everything is: who subscribes under that name from the beginning still hears it.
        var listener = cluster.Grains.GetGrain<IListener>("s0/late");
        await listener.Subscribe("misspelt", "s0", new EntryToken(EntryId.Zero));
        await cluster.Recorder.Until("s0/late", 1);
        Assert.Equal(["s0-lost"], cluster.Recorder.Of("s0/late"));
        Assert.Empty(await _redis.DeadLetters());
    }

    [Fact]
    public async Task A_hung_consumer_with_more_behind_it_than_the_cache_holds_stops_nobody_and_loses_nothing()
    {
        var hanging = new TaskCompletionSource();
        await using var cluster = await Launch(1, TimeSpan.FromMinutes(2), options => (options.Partitions, options.Limits.CachedMax, options.Limits.LaneMax, options.Limits.ReadMax) = (1, 64, 16, 16));
        cluster.Recorder.Behaviour = (who, _) => who == "h" ? hanging.Task : Task.CompletedTask;
        await Send(cluster, "h", 300);
        foreach (var key in Keys) await Send(cluster, key, 20);
        foreach (var key in Keys) await cluster.Recorder.Until(key, 20);
        await cluster.Recorder.Until("second s7", 20);
        Assert.Empty(cluster.Recorder.Of("h"));

        hanging.SetResult();
        await cluster.Recorder.Until("h", 300);
        Assert.Equal(await Sent("h", 300), cluster.Recorder.Of("h").Distinct());
        Assert.Empty(await _redis.DeadLetters(1));
        await Settled(1);
    }

    [Fact]
    public async Task A_consumer_that_hangs_for_ever_loses_its_events_one_by_one_to_the_dead_letters()
    {
        var hanging = new TaskCompletionSource();
        await using var cluster = await Launch(1, patience: TimeSpan.FromSeconds(1));
        cluster.Recorder.Behaviour = (who, what) => what == "e-0" && who == "e" ? hanging.Task : Task.CompletedTask;
        await Send(cluster, "e", 2);
        await Waiting.Until(async () => (await _redis.DeadLetters()).Length > 0, "a dead letter");
        hanging.SetResult();
        await Settled();
    }

    /// <param name="patience">How long an event is offered again.</param>
    /// <param name="answer">How long a consumer may take for one event.</param>
    private Task<StreamCluster> Launch(int silos, TimeSpan? patience = null, Action<RedisStreamsOptions>? change = null, TimeSpan? answer = null)
    {
        void Options(RedisStreamsOptions options)
        {
            _redis.Configure(options);
            change?.Invoke(options);
        }

        return StreamCluster.Launch(
            silos,
            silo => silo.AddRedisStreams(StreamCluster.Provider, Options, streams => streams.ConfigurePullingAgent(
                agent => agent.Configure(each => each.MaxEventDeliveryTime = patience ?? each.MaxEventDeliveryTime))),
            client => client.AddRedisStreams(StreamCluster.Provider, Options),
            answer);
    }

    private static async Task Send(StreamCluster cluster, string key, int count)
    {
        foreach (var each in await Sent(key, count)) await cluster.Stream("implicit", key).OnNextAsync(each);
    }

    private static Task<string[]> Sent(string key, int count) => Task.FromResult<string[]>([.. Enumerable.Range(0, count).Select(i => $"{key}-{i}")]);

    private static IEnumerable<int> Held(StreamCluster cluster, int silo) =>
        silo < cluster.Silos ? cluster.Health(silo).Partitions.Where(each => each.IsHeld).Select(each => each.Number) : [];

    private Task Settled(int partitions = 4) => Waiting.Until(async () => await _redis.Unsettled(partitions) == 0, "nothing is unsettled");

    private static Task Until(Func<bool> isSo, string what) => Waiting.Until(() => Task.FromResult(isSo()), what);
}

/// <summary>An event with a version in its name on the wire.</summary>
[GenerateSerializer, Alias(Name)]
internal sealed record Versioned([property: Id(0)] int Number)
{
    public const string Name = "tests.versioned.v1";
}
