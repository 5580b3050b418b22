using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orchestrator.Grains.Feed;

public static class FeedServices
{
    /// <summary>Feeds as grains. The silo that hosts them brings <see cref="IFeedSessions"/>; elsewhere a feed can be read, and is off.</summary>
    public static IServiceCollection AddFeedGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<FeedMetrics>();
        services.TryAddSingleton<IFeedSessions, NoFeed>();
        return services;
    }
}
