using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orchestrator.Grains.Strategy;

public static class StrategyServices
{
    /// <summary>Learning. The silo brings <see cref="IStrategySettings"/>.</summary>
    public static IServiceCollection AddStrategyGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<CapitalDivision>();
        return services;
    }
}
