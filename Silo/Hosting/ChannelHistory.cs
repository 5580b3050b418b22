using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Streams.Redis.Histories;
using Orleans.Runtime;

namespace Orchestrator.Silo.Hosting;

/// <summary>The recent past of the channels that grains consume, from the carrier itself.</summary>
internal sealed class ChannelHistory([FromKeyedServices(ChannelNames.Provider)] StreamHistory streams) : IChannelHistory
{
    public async Task<IReadOnlyList<ChannelEvent>> Since(string channel, string key, TimeSpan age, int most) =>
        [.. (await streams.Since(StreamId.Create(channel, key), age, most)).OfType<ChannelEvent>()];
}
