using Orchestrator.Grains.Interfaces.Channels;
using Orleans.Configuration;

namespace Orchestrator.Silo.Hosting;

/// <summary>Chooses what stands behind the six channels.</summary>
internal static class ChannelSelection
{
    /// <summary>Few queues: each has an agent that polls for itself.</summary>
    private const int Queues = 2;

    /// <summary>
    /// Orleans' memory streams. They poll: every 2 ms under a driver that waits for each event, every 10 ms in real time, where half of that
    /// is what a hop costs on average. What is in flight is lost with the process; money and sagas are stored elsewhere.
    /// </summary>
    public static ISiloBuilder AddChannelProvider(this ISiloBuilder silo, bool eventTime) =>
        silo.AddMemoryStreams(ChannelNames.Provider, streams =>
        {
            streams.ConfigurePartitioning(Queues);
            streams.ConfigurePullingAgent(agent => agent.Configure(
                options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(eventTime ? 2 : 10)));
        });
}
