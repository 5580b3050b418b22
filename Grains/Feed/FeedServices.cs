using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orchestrator.Grains.Feed;

public static class FeedServices
{
    /// <summary>Feeds as grains. The silo that hosts them brings <see cref="IFeedSessions"/>; nobody else may ping one.</summary>
    public static IServiceCollection AddFeedGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<FeedMetrics>();
        return services;
    }
}
