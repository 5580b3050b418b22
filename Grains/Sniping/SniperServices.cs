using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Domain.Sniping;
using Orchestrator.Grains.Channels;

namespace Orchestrator.Grains.Sniping;

public static class SniperServices
{
    /// <summary>Launches and their verdicts. The silo brings <see cref="ISniperSettings"/> and <see cref="ILaunchResearch"/>; without them every launch is refused.</summary>
    public static IServiceCollection AddSniperGrains(this IServiceCollection services)
    {
        services.AddChannels();
        services.TryAddSingleton<ISniperSettings, NoSniper>();
        services.TryAddSingleton<ILaunchResearch, NoResearch>();
        services.TryAddSingleton<SniperMetrics>();
        services.TryAddSingleton<LaunchAnalysis>();
        return services;
    }
}
