using System.Text;
using Orchestrator.Domain;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Execution;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Grains.Tests.Clusters;
using Orchestrator.Grains.Tests.Execution;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Grains.Tests.Channels;

public sealed class ChannelTests
{
    [Fact]
    public async Task A_poisoned_event_becomes_a_dead_letter_and_the_next_is_handled()
    {
        await using var cluster = await TradingCluster.Launch();
        var letters = await DeadLettersOf(cluster, ChannelNames.NewTokenLaunches);
        var stream = StreamOf(cluster, ChannelNames.NewTokenLaunches, TradingCluster.Bonk.Value);
        var now = cluster.Time.GetUtcNow();
        var good = Launch(now, "pool");
        ChannelEvent[] poison =
        [
            new(Guid.Empty, 1, now, null, "{}"u8.ToArray()),
            new(EventIds.For("t", "schema"), 99, now, null, "{}"u8.ToArray()),
            new(EventIds.For("t", "bytes"), 1, now, null, [0xFF, 0x00]),
            new(EventIds.For("t", "empty"), 1, now, null, []),
            new(EventIds.For("t", "huge"), 1, now, null, new byte[100_000]),
            new(EventIds.For("t", "future"), 1, now.AddMinutes(1), null, "{}"u8.ToArray()),
            new(EventIds.For("t", "negative"), 1, now, null, Encoding.UTF8.GetBytes(JsonOf(good).Replace("\"initial_liquidity\":5", "\"initial_liquidity\":-5"))),
            new(EventIds.For("t", "fraction"), 1, now, null, Encoding.UTF8.GetBytes(JsonOf(good).Replace("\"initial_liquidity\":5", "\"initial_liquidity\":5.5"))),
        ];
        foreach (var one in poison) await stream.OnNextAsync(one);
        cluster.Barrier.Enter(ChannelNames.NewTokenLaunches, EventIds.For("t", "good"));
        await stream.OnNextAsync(new ChannelEvent(EventIds.For("t", "good"), 1, now, "not a trace", Encoding.UTF8.GetBytes(JsonOf(good))));
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);

        Assert.Single((await cluster.Grains.GetGrain<ITokenGrain>(TradingCluster.Bonk.Value).Read()).Launches);
        string[] expected =
        [
            DeadLetterCodes.MissingId, DeadLetterCodes.UnknownSchema, DeadLetterCodes.UnreadableBody, DeadLetterCodes.UnreadableBody,
            DeadLetterCodes.BodyTooLarge, DeadLetterCodes.FutureTime, DeadLetterCodes.InvalidBody, DeadLetterCodes.UnreadableBody,
        ];
        var found = new List<DeadLetter>();
        for (var i = 0; i < expected.Length; i++) found.Add(await letters.ReadAsync().AsTask().WaitAsync(TradingCluster.Patience));
        Assert.Equal(expected, found.Select(letter => letter.Code));
        Assert.Equal(poison.Select(one => one.Id), found.Select(letter => letter.Event.Id));
    }

    [Fact]
    public async Task A_handler_that_throws_is_tried_again_and_then_buried()
    {
        await using var cluster = await TradingCluster.Launch();
        var letters = await DeadLettersOf(cluster, ChannelNames.NewTokenLaunches);
        var attempts = 0;
        cluster.Store.FailsBefore = (name, _) => name == "token" && Interlocked.Increment(ref attempts) > 0;
        await cluster.Publisher.Publish(EventIds.For("t", "unlucky"), Launch(cluster.Time.GetUtcNow(), "first"));
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
        cluster.Store.FailsBefore = (_, _) => false;

        Assert.Equal(DeadLetterCodes.HandlerFailed, (await letters.ReadAsync().AsTask().WaitAsync(TradingCluster.Patience)).Code);
        Assert.Equal(3, attempts);
        await cluster.Publisher.Publish(EventIds.For("t", "lucky"), Launch(cluster.Time.GetUtcNow(), "second"));
        await cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);
        Assert.Contains((await cluster.Grains.GetGrain<ITokenGrain>(TradingCluster.Bonk.Value).Read()).Launches, launch => launch.PoolId == "second");
    }

    [Fact]
    public async Task A_command_reaches_the_saga_of_its_opportunity_once_although_it_is_told_twice()
    {
        await using var drill = await SagaDrill.Start(commanded: false);
        await drill.Cluster.Publisher.Publish(drill.Command);
        await drill.Cluster.Publisher.Publish(drill.Command);
        await drill.Cluster.Barrier.WhenIdle(CancellationToken.None).WaitAsync(TradingCluster.Patience);

        // Not before it is driven: the decision behind the command may not be in the journal yet.
        Assert.Null((await drill.Saga.Read()).State);
        Assert.Null(drill.Cluster.Store.BytesOf("saga", drill.Saga.GetGrainId()));
        Assert.NotNull((await drill.Advance()).State);
        Assert.Equal(CommandCodes.AlreadyAccepted, (await drill.Saga.Execute(drill.Command)).Code);
        Assert.Equal(0, drill.Cluster.Barrier.UnderWay);
    }

    private static LaunchSeen Launch(DateTimeOffset at, string pool) => new(
        LaunchKind.InitializePool, TradingCluster.Bonk, Mint.Sol, "program", pool, "creator", new Lamports(5), new BaseUnits(ulong.MaxValue), 7, "sig", at,
        LaunchSource.Replay);

    private static string JsonOf(LaunchSeen launch) =>
        System.Text.Json.JsonSerializer.Serialize(launch, TradingChannels.Launches.Body);

    private static IAsyncStream<ChannelEvent> StreamOf(TradingCluster cluster, string channel, string key) =>
        cluster.Client.GetStreamProvider(ChannelNames.Provider).GetStream<ChannelEvent>(StreamId.Create(channel, key));

    private static async Task<System.Threading.Channels.ChannelReader<DeadLetter>> DeadLettersOf(TradingCluster cluster, string channel)
    {
        var letters = System.Threading.Channels.Channel.CreateUnbounded<DeadLetter>();
        var stream = cluster.Client.GetStreamProvider(ChannelNames.ToldProvider).GetStream<DeadLetter>(StreamId.Create(ChannelNames.DeadLetters, channel));
        await stream.SubscribeAsync((letter, _) => letters.Writer.WriteAsync(letter).AsTask());
        return letters.Reader;
    }
}
