using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Channels;

namespace Orchestrator.Grains.Execution;

public static class OpportunityServices
{
    /// <summary>The sagas. The silo brings <see cref="IExecutionPlanner"/>, <see cref="IChain"/>, <see cref="ISigner"/> and <see cref="IStoreAnchor"/>.</summary>
    public static IServiceCollection AddOpportunityGrains(this IServiceCollection services)
    {
        services.AddChannels();
        services.TryAddSingleton<IFaultPoints, NoFaultPoints>();
        services.TryAddSingleton<SagaMetrics>();
        services.TryAddSingleton<SagaPorts>();
        return services;
    }
}
