using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Domain.Exits;
using Orchestrator.Grains.Channels;

namespace Orchestrator.Grains.Exits;

public static class ExitServices
{
    /// <summary>Exits of held positions. The silo brings <see cref="IExitSettings"/> and <see cref="IExitMarket"/>; without them nothing is sold by itself.</summary>
    public static IServiceCollection AddExitGrains(this IServiceCollection services)
    {
        services.AddChannels();
        services.TryAddSingleton<IExitSettings, NoExits>();
        services.TryAddSingleton<IExitMarket, NoExitMarket>();
        services.TryAddSingleton<ExitMetrics>();
        return services;
    }
}
