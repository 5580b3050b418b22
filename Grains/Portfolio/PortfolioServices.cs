using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Braking;
using Orchestrator.Grains.Channels;

namespace Orchestrator.Grains.Portfolio;

public static class PortfolioServices
{
    /// <summary>The books. The silo brings the limits, Orleans transactions and the stores of <see cref="StateNames"/>.</summary>
    public static IServiceCollection AddPortfolioGrains(this IServiceCollection services)
    {
        services.AddChannels();
        services.TryAddSingleton<IFaultPoints, NoFaultPoints>();
        services.TryAddSingleton<IRiskSettings, OptionsRiskSettings>();
        services.TryAddSingleton<CapitalMetrics>();
        services.TryAddSingleton<Brake>();
        services.TryAddSingleton<BookKeeping>();
        return services;
    }
}
