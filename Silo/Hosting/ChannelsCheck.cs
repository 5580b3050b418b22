using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orchestrator.Grains.Interfaces.Channels;
using Orchestrator.Streams.Redis.Telemetry;

namespace Orchestrator.Silo.Hosting;

/// <summary>
/// The partitions of the channels that are this silo's are held and can be read. Where they are not, others may well be: what this process answers is right all the same, so that no
/// traffic is taken from it.
/// </summary>
internal sealed class ChannelsCheck(IServiceProvider services) : IHealthCheck
{
    private static readonly string[] Providers = [ChannelNames.Provider, ChannelNames.ToldProvider];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var partitions = Providers.SelectMany(provider => services.GetRequiredKeyedService<StreamsHealth>(provider).Partitions.Select(partition => (Provider: provider, Partition: partition))).ToArray();
        string[] faults =
        [
            .. from each in partitions
               where !each.Partition.IsHeld || each.Partition.LastFault is not null
               select $"{each.Provider} {each.Partition.Number}: {each.Partition.LastFault ?? "not held"}",
        ];
        return Task.FromResult(faults.Length == 0
            ? HealthCheckResult.Healthy($"{partitions.Length} partitions, {partitions.Sum(each => each.Partition.Unsettled)} events not settled")
            : HealthCheckResult.Degraded(string.Join("; ", faults)));
    }
}
