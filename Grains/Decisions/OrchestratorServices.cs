using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Strategy;

namespace Orchestrator.Grains.Decisions;

public static class OrchestratorServices
{
    /// <summary>The loop. The silo brings <see cref="Journal.IDecisionJournal"/>, the limits and the channel provider.</summary>
    public static IServiceCollection AddOrchestrator(this IServiceCollection services)
    {
        services.AddChannels().AddStrategyGrains();
        services.AddOptions<OrchestratorOptions>()
            .Validate(options => options.QueueCapacity is >= 1 and <= 100_000, "QueueCapacity lies within 1 and 100,000.")
            .Validate(options => options.MaxConcurrent is >= 1 and <= 100, "MaxConcurrent lies within 1 and 100.")
            .Validate(options => options.Interval >= TimeSpan.FromMilliseconds(1), "Interval is at least 1 ms.")
            .ValidateOnStart();
        services.AddOptions<TradingLimits>()
            .Validate(limits => limits.Weights.IsValid, "The scoring weights are each within 0 and 1 and sum to 1.")
            .Validate(limits => Domain.Risk.RiskCeilings.Violations(limits.Risk).IsEmpty, "A risk limit is beyond its ceiling.")
            .Validate(limits => Domain.Breakers.BreakerLimits.Violations(limits.Breakers).IsEmpty, "A breaker limit is beyond its ceiling.")
            .ValidateOnStart();
        services.TryAddSingleton<IFaultPoints, NoFaultPoints>();
        services.TryAddSingleton<OrchestratorMetrics>();
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton<LoopPorts>();
        return services;
    }

    /// <summary>Keeps the orchestrators of these portfolios alive: a reminder's shortest period is a minute, this looks every second.</summary>
    public static IServiceCollection AddOrchestratorKeeper(this IServiceCollection services, params string[] portfolios)
    {
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<OrchestratorKeeper>(provider, (IReadOnlyList<string>)portfolios));
        return services;
    }

    /// <summary>Makes this silo ready to take over from another; of use where there are several.</summary>
    public static IServiceCollection AddStandby(this IServiceCollection services, string portfolio)
    {
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Standby>(provider, new PortfolioId(portfolio)));
        return services;
    }
}
