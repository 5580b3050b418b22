using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestrator.Domain.Lending;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Grains.Lending;

public static class LendingServices
{
    /// <summary>Supplies of own capital. The silo brings <see cref="ILendingMarket"/>; without one there is nobody to lend to.</summary>
    public static IServiceCollection AddLendingGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<ILendingMarket, NoLendingMarket>();
        return services;
    }
}

/// <summary>The simulated market has no lender that takes deposits.</summary>
internal sealed class NoLendingMarket : ILendingMarket
{
    public ValueTask<LookUp<RouteLeg>> Look(Lamports amount, CancellationToken cancel) =>
        ValueTask.FromResult(LookUp<RouteLeg>.Failed("this mode has no lender: own capital is lent in shadow and live mode"));
}
