using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Journey.Tests.Systems;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Journey.Tests.Channels;

public sealed class PoisonTests
{
    [Fact]
    public async Task A_poisoned_event_goes_to_the_dead_letters_and_everything_else_flows()
    {
        using var directory = new TemporaryDirectory();
        await using var system = await TradingSystem.Start(directory.Path);
        var client = system.Host.Services.GetRequiredService<IClusterClient>();
        var letters = new ConcurrentQueue<DeadLetter>();
        await client.GetStreamProvider(ChannelNames.ToldProvider).GetStream<DeadLetter>(StreamId.Create(ChannelNames.DeadLetters, ChannelNames.ArbitrageOpportunities))
            .SubscribeAsync((letter, _) => { letters.Enqueue(letter); return Task.CompletedTask; });

        var channel = client.GetStreamProvider(ChannelNames.Provider).GetStream<ChannelEvent>(StreamId.Create(ChannelNames.ArbitrageOpportunities, "main"));
        await channel.OnNextAsync(new ChannelEvent(EventIds.For("t", "unreadable"), 1, system.Driver.Now, null, [0xFF, 0x00]));
        await channel.OnNextAsync(new ChannelEvent(EventIds.For("t", "schema"), 99, system.Driver.Now, null, "{}"u8.ToArray()));
        await channel.OnNextAsync(new ChannelEvent(Guid.Empty, 1, system.Driver.Now, null, "{}"u8.ToArray()));
        await system.Until(async () => (await system.Orchestrator.Status()).Executed > 2 && letters.Count == 3, TimeSpan.FromSeconds(60));

        Assert.Equal(
            [DeadLetterCodes.UnreadableBody, DeadLetterCodes.UnknownSchema, DeadLetterCodes.MissingId], letters.Select(letter => letter.Code));
        Assert.Equal(0, (await system.Book.Snapshot()).ConservationViolations);
    }
}
