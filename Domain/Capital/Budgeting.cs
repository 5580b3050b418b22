using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orleans;

namespace Orchestrator.Domain.Capital;

/// <summary>Most a strategy may have reserved and held, in lamports of value; null when only the portfolio's limits bound it.</summary>
[GenerateSerializer, Immutable, Alias("strategy-budget")]
public readonly record struct StrategyBudget([property: Id(0)] StrategyId Strategy, [property: Id(1)] Lamports? Budget);

public enum BudgetOutcome
{
    Set = 0,
    /// <summary>A budget is negative or nameless; nothing changed.</summary>
    Malformed = 10,
    TooManyStrategies = 11,
}

/// <summary>Divides capital between strategies. A budget below what a strategy uses takes nothing away; it opens nothing new.</summary>
public static class Budgeting
{
    /// <summary>Sets the named budgets; strategies that are not named keep theirs.</summary>
    public static (CapitalBook Next, BudgetOutcome Outcome) SetBudgets(this CapitalBook book, ImmutableArray<StrategyBudget> budgets)
    {
        var accounts = book.Strategies;
        foreach (var (strategy, budget) in budgets)
        {
            if (string.IsNullOrEmpty(strategy.Value) || budget is { IsNegative: true }) return (book, BudgetOutcome.Malformed);
            accounts = accounts.With(book.Strategy(strategy) with { Budget = budget });
        }

        if (accounts.Length > RiskCeilings.Strategies) return (book, BudgetOutcome.TooManyStrategies);
        return (book with { Strategies = accounts, Sequence = book.Sequence + 1 }, BudgetOutcome.Set);
    }
}
