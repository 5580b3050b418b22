using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Learning;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Grains.Strategy;

/// <summary>Divides a portfolio's capital between its strategies and writes the budgets into the book. Asked for after every learning.</summary>
public sealed class CapitalDivision(IGrainFactory grains, IStrategySettings settings)
{
    /// <returns>What was written; empty when the book has these budgets already.</returns>
    public async Task<ImmutableArray<StrategyBudget>> Divide(PortfolioId portfolio)
    {
        var claims = new List<AllocationClaim>();
        // One after the other: few strategies, and the same order every time.
        foreach (var setting in settings.Strategies.OrderBy(setting => setting.Strategy))
        {
            var standing = await grains.GetGrain<IStrategyGrain>(StrategyKey.Of(portfolio, setting.Strategy)).Standing();
            claims.Add(new AllocationClaim(
                setting.Strategy, setting.Weight * (decimal)standing.WeightFactor, (decimal)standing.Calibration,
                setting.ShareMin, setting.ShareMax, setting.ShareFixed));
        }

        var book = grains.GetGrain<IPortfolioGrain>(portfolio.Value);
        var current = await book.Book();
        var budgets = CapitalAllocation.Divide(settings.Allocation, current.Equity(), claims);
        if (budgets.All(budget => current.Strategy(budget.Strategy).Budget == budget.Budget)) return [];
        var outcome = await book.SetBudgets(budgets);
        return outcome == BudgetOutcome.Set ? budgets : throw new InvalidOperationException($"The book refused its budgets: {outcome}.");
    }
}
