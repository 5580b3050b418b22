using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime.Providers;

namespace Orchestrator.Streams.Redis.Hosting;

/// <summary>How Orleans' pulling agents are set for receivers that wait for arrivals themselves.</summary>
internal static class Agents
{
    public static void Configure(SiloPersistentStreamConfigurator configurator, Action<ISiloPersistentStreamConfigurator>? more)
    {
        configurator.ConfigurePullingAgent(agent => agent.Configure(options =>
        {
            // A read waits for arrivals by itself; this is only the pause between two reads.
            options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(1);
            options.MaxEventDeliveryTime = TimeSpan.FromSeconds(10);
        }));
        configurator.ConfigureBackoffProvider((_, _) => (IMessageDeliveryBackoffProvider)new DeliveryBackoff());
        more?.Invoke(configurator);
    }

    /// <summary>Orleans' own starts at one second: too long for a consumer whose silo has just been replaced.</summary>
    private sealed class DeliveryBackoff : IMessageDeliveryBackoffProvider
    {
        private const int DoublingsMax = 6;

        public TimeSpan Next(int attempt) => TimeSpan.FromMilliseconds(25 * (1 << Math.Clamp(attempt, 0, DoublingsMax)));
    }
}
