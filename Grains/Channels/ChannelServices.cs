using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orchestrator.Grains.Channels;

public static class ChannelServices
{
    /// <summary>
    /// Publishing and reading of the six channels. The stream providers named
    /// <see cref="Interfaces.Channels.ChannelNames.Provider"/> and <see cref="Interfaces.Channels.ChannelNames.ToldProvider"/> are chosen by the silo.
    /// </summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddOptions<ChannelOptions>()
            .Validate(options => options.RememberedEventsMax is >= 16 and <= 1_000_000, "RememberedEventsMax lies within 16 and 1,000,000.")
            .Validate(options => options.AttemptsMax is >= 1 and <= 10, "AttemptsMax lies within 1 and 10.")
            .Validate(options => options.RetryDelay >= TimeSpan.Zero && options.RetryDelay <= TimeSpan.FromSeconds(5), "RetryDelay lies within 0 and 5 s.")
            .Validate(options => options.BodyBytesMax is >= 1_024 and <= 1_048_576, "BodyBytesMax lies within 1 KiB and 1 MiB.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new Clock.TradingClock(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IWorkBarrier, NoWorkBarrier>();
        services.TryAddSingleton<IChannelHistory, NoChannelHistory>();
        services.TryAddSingleton<ChannelMetrics>();
        services.TryAddSingleton<ChannelPublisher>();
        services.TryAddSingleton<ChannelReading>();
        return services;
    }
}
