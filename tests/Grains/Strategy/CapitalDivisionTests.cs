using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Strategy;
using Orchestrator.Grains.Tests.Clusters;

namespace Orchestrator.Grains.Tests.Strategy;

public sealed class CapitalDivisionTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private TradingCluster Cluster => shared.Cluster;

    [Fact]
    public async Task Budgets_follow_what_was_learned_and_the_same_budgets_are_not_written_again()
    {
        var portfolio = new PortfolioId("learned");
        await Cluster.Fund(portfolio.Value, sol: 10);
        var settings = Settings(AllocationMode.Dynamic);
        Assert.Equal((5_000_000_000, 5_000_000_000), Parts(await Divide(settings, portfolio)));

        // It delivers a quarter of what it promises: it claims a quarter of what its neighbour does.
        await Cluster.Grains.GetGrain<IStrategyGrain>(StrategyKey.Of(portfolio, StrategyId.Arbitrage)).Learn(Made.Result(Cluster, realised: 250, expected: 1_000));
        Assert.Equal((2_000_000_000, 8_000_000_000), Parts(await Divide(settings, portfolio)));

        var before = await Cluster.Portfolio(portfolio.Value).Book();
        Assert.Equal(new Lamports(2_000_000_000), before.Strategy(StrategyId.Arbitrage).Budget);
        Assert.Equal(new Lamports(8_000_000_000), before.Strategy(StrategyId.Sniper).Budget);
        Assert.Empty(await Divide(settings, portfolio));
        Assert.Equal(before.Sequence, (await Cluster.Portfolio(portfolio.Value).Book()).Sequence);
    }

    [Fact]
    public async Task A_budget_is_a_limit_that_the_book_itself_keeps()
    {
        var portfolio = new PortfolioId("limit");
        var epoch = await Cluster.Fund(portfolio.Value, sol: 1);
        await Divide(Settings(AllocationMode.Fixed, fixedShare: 2_000), portfolio);
        var book = Cluster.Portfolio(portfolio.Value);

        var fits = new ReserveRequest(Cluster.TradeOf(Cluster.NewId(), new Lamports(200_000_000)), epoch);
        var over = new ReserveRequest(Cluster.TradeOf(Cluster.NewId(), new Lamports(1)), epoch);
        Assert.Equal(ReserveOutcome.Reserved, (await book.Reserve(fits)).Outcome);
        var refused = await book.Reserve(over);
        Assert.Equal((ReserveOutcome.RefusedByRisk, RiskCheck.StrategyBudget), (refused.Outcome, refused.Report!.FirstRefusal!.Value.Check));
    }

    [Fact]
    public async Task Shared_capital_takes_budgets_away_and_more_than_everything_is_never_given()
    {
        var portfolio = new PortfolioId("shared");
        await Cluster.Fund(portfolio.Value, sol: 1);
        Assert.Equal((500_000_000, 500_000_000), Parts(await Divide(Settings(AllocationMode.Fixed, fixedShare: 9_000), portfolio)));
        var shared = await Divide(Settings(AllocationMode.Shared), portfolio);
        Assert.All(shared, budget => Assert.Null(budget.Budget));
        Assert.Null((await Cluster.Portfolio(portfolio.Value).Book()).Strategy(StrategyId.Arbitrage).Budget);
    }

    [Fact]
    public async Task A_book_that_refuses_its_budgets_is_a_fault_and_keeps_what_it_had()
    {
        var portfolio = new PortfolioId("crowded");
        await Cluster.Fund(portfolio.Value);
        var before = await Cluster.Portfolio(portfolio.Value).Book();
        var crowd = Settings(AllocationMode.Dynamic);
        crowd.Strategies =
        [
            .. Enumerable.Range(0, RiskCeilings.Strategies + 1).Select(i =>
                new StrategySetting(new StrategyId($"strategy.{i:000}"), 1, LearningMode.Auto, default, new BasisPoints(10_000), default)),
        ];
        await Assert.ThrowsAsync<InvalidOperationException>(() => Divide(crowd, portfolio));
        Assert.Equal(before.Sequence, (await Cluster.Portfolio(portfolio.Value).Book()).Sequence);
    }

    private Task<ImmutableArray<StrategyBudget>> Divide(ScriptedSettings settings, PortfolioId portfolio) =>
        new CapitalDivision(Cluster.Grains, settings).Divide(portfolio);

    private static ScriptedSettings Settings(AllocationMode mode, int fixedShare = 5_000) => new()
    {
        Allocation = mode,
        Strategies =
        [
            new(StrategyId.Arbitrage, 0.5m, LearningMode.Auto, new BasisPoints(1_000), new BasisPoints(9_000), new BasisPoints(fixedShare)),
            new(StrategyId.Sniper, 0.5m, LearningMode.Auto, new BasisPoints(1_000), new BasisPoints(9_000), new BasisPoints(fixedShare)),
        ],
    };

    private static (long Arbitrage, long Sniper) Parts(ImmutableArray<StrategyBudget> budgets) =>
        (PartOf(budgets, StrategyId.Arbitrage), PartOf(budgets, StrategyId.Sniper));

    private static long PartOf(ImmutableArray<StrategyBudget> budgets, StrategyId strategy) =>
        budgets.Single(budget => budget.Strategy == strategy).Budget!.Value.Value;
}
