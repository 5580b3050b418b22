using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Live;
using Orchestrator.Storage.Redis;
using Orchestrator.Streams.Redis.Hosting;
using Orleans.Streams;

namespace Orchestrator.Silo.Hosting;

/// <summary>Chooses what stands behind the channels.</summary>
internal static class ChannelSelection
{
    /// <summary>Partitions of the channels that grains consume; fixed for the life of the data. Most streams are keyed by the portfolio, so few are busy.</summary>
    private const int ConsumedPartitions = 4;

    /// <summary>Partitions of the channels for whoever listens.</summary>
    private const int ToldPartitions = 1;

    /// <summary>
    /// On Redis the channels survive the process and share the connection of the store; embedded, they live in the memory of the one process there
    /// is, because money and sagas are stored elsewhere. Both deliver on arrival.
    /// </summary>
    public static ISiloBuilder AddChannels(this ISiloBuilder silo, EffectiveSettings settings) => settings.Text("storage.provider") == "embedded"
        ? silo
            .AddInProcessStreams(ChannelNames.Provider, options => options.Partitions = ConsumedPartitions, ImplicitOnly)
            .AddInProcessStreams(ChannelNames.ToldProvider, options => options.Partitions = ToldPartitions)
        : silo
            .AddRedisStreams(ChannelNames.Provider, options => Share(options, settings, ConsumedPartitions), ImplicitOnly)
            .AddRedisStreams(ChannelNames.ToldProvider, options => Share(options, settings, ToldPartitions));

    /// <summary>Each opportunity has a command stream of its own: looking up explicit subscriptions would cost each a write.</summary>
    private static void ImplicitOnly(ISiloPersistentStreamConfigurator streams) => streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);

    private static void Share(RedisStreamsOptions options, EffectiveSettings settings, int partitions)
    {
        options.Multiplexer = services => services.RedisOfStore();
        options.Partitions = partitions;
        // The same rule as for the store: paper may run on a server that could lose what it acknowledged.
        options.RequireDurableServer = LiveTrading.IsMode(settings.Text("orchestrator.mode"));
        // What can still be alive is seconds old; an hour is for people.
        (options.Limits.RetainedLength, options.Limits.RetainedSeconds) = (20_000, 3_600);
    }
}
