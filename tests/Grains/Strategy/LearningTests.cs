using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Tests.Clusters;
using Orleans.Runtime;

namespace Orchestrator.Grains.Tests.Strategy;

public sealed class LearningTests(SharedCluster shared) : IClassFixture<SharedCluster>
{
    private TradingCluster Cluster => shared.Cluster;

    [Fact]
    public async Task A_result_counts_once_however_often_it_is_told_and_survives_the_activation()
    {
        var strategy = StrategyOf("once");
        var result = Made.Result(Cluster, realised: 500, expected: 1_000);
        var first = await strategy.Learn(result);
        var second = await strategy.Learn(result);
        await Cluster.Deactivate(strategy);
        var third = await strategy.Learn(result);

        Assert.Equal(new StrategyStanding(Bonus: (0.05 * 1) + (0.95 * 0.5), WeightFactor: 1, Calibration: 0.5), first);
        Assert.Equal(first, second);
        Assert.Equal(first, third);
        var view = await strategy.Read();
        Assert.Equal((1, new Lamports(500), new Lamports(1_000)), (view.Evidence.Outcomes, view.Realised, view.Expected));
    }

    [Theory]
    [InlineData(ExecutionOutcome.SimulationFailed)]
    [InlineData(ExecutionOutcome.Expired)]
    [InlineData(ExecutionOutcome.Refused)]
    public async Task What_never_landed_teaches_nothing(ExecutionOutcome outcome)
    {
        var strategy = StrategyOf($"nothing-{outcome}");
        Assert.Equal(StrategyStanding.Unknown, await strategy.Learn(Made.Result(Cluster, realised: 0, outcome: outcome)));
        Assert.Equal(0, (await strategy.Read()).Evidence.Outcomes);
    }

    [Fact]
    public async Task A_landing_that_failed_on_chain_is_a_loss()
    {
        var strategy = StrategyOf("failed");
        await strategy.Learn(Made.Result(Cluster, realised: -5_000, outcome: ExecutionOutcome.LandedWithError));
        Assert.Equal((0, 1), ((await strategy.Read()).Evidence.Wins, (await strategy.Read()).Evidence.Outcomes));
    }

    [Fact]
    public async Task A_result_that_left_the_window_is_not_counted_again()
    {
        var strategy = StrategyOf("window");
        var first = Made.Result(Cluster, realised: 1);
        await strategy.Learn(first);
        for (var i = 0; i < OutcomeWindow.Max; i++) await strategy.Learn(Made.Result(Cluster, realised: 1_000));
        await strategy.Learn(first);
        Assert.Equal(new Lamports(OutcomeWindow.Max * 1_000), (await strategy.Read()).Realised);
    }

    [Fact]
    public async Task A_failed_write_promises_nothing_and_a_lost_answer_counts_once()
    {
        await using var cluster = await TradingCluster.Launch();
        var strategy = cluster.Grains.GetGrain<IStrategyGrain>(StrategyKey.Of(new PortfolioId("faults"), StrategyId.Arbitrage));
        var result = Made.Result(cluster, realised: 500);

        cluster.Store.FailsBefore = (name, _) => name == "strategy";
        await Assert.ThrowsAsync<OrleansException>(() => strategy.Learn(result));
        cluster.Store.FailsBefore = (_, _) => false;
        Assert.Equal(StrategyStanding.Unknown, await strategy.Standing());

        cluster.Store.FailsAfter = (name, _) => name == "strategy";
        await Assert.ThrowsAsync<OrleansException>(() => strategy.Learn(result));
        cluster.Store.FailsAfter = (_, _) => false;
        await strategy.Learn(result);
        Assert.Equal(new Lamports(500), (await strategy.Read()).Realised);
    }

    [Fact]
    public async Task Ten_wins_raise_the_weight_by_a_tenth_once_in_five_minutes_and_the_change_has_its_evidence()
    {
        var strategy = StrategyOf("auto");
        var now = Cluster.Time.GetUtcNow();
        for (var i = 0; i < StrategyWeight.OutcomesMin - 1; i++) await strategy.Learn(Made.Result(Cluster, realised: 1_000));
        Assert.Equal(LearningOutcome.TooFewOutcomes, await strategy.Adapt(now));
        await strategy.Learn(Made.Result(Cluster, realised: 1_000));

        Assert.Equal(LearningOutcome.NotDue, await strategy.Adapt(now + StrategyWeight.Period - TimeSpan.FromTicks(1)));
        Assert.Equal(LearningOutcome.Changed, await strategy.Adapt(now + StrategyWeight.Period));
        await Cluster.Deactivate(strategy);

        var view = await strategy.Read();
        Assert.Equal((0.5m, 0.55m), (view.Weight.Configured, view.Weight.Learned));
        Assert.Equal(1.1, view.Standing.WeightFactor, 9);
        var change = Assert.Single(view.Weight.History);
        Assert.Equal((10, 10, WeightChangeState.Applied), (change.Evidence.Outcomes, change.Evidence.Wins, change.State));

        Assert.Equal(LearningOutcome.NoSuchChange, await strategy.RollBack(change.Number + 1));
        Assert.Equal(LearningOutcome.RolledBack, await strategy.RollBack(change.Number));
        Assert.Equal(LearningOutcome.NotPossible, await strategy.RollBack(change.Number));
        await Cluster.Deactivate(strategy);
        Assert.Equal(0.5m, (await strategy.Read()).Weight.Learned);
    }

    [Fact]
    public async Task A_proposal_waits_for_an_operator_and_a_mode_he_chose_outlives_the_activation()
    {
        var strategy = StrategyOf("proposals", StrategyId.Sniper);
        for (var i = 0; i < StrategyWeight.OutcomesMin; i++) await strategy.Learn(Made.Result(Cluster, realised: -1_000));
        var now = Cluster.Time.GetUtcNow();
        Assert.Equal(LearningOutcome.Proposed, await strategy.Adapt(now));
        var proposal = (await strategy.Read()).Weight.Proposal!;
        Assert.Equal((0.5m, 0.45m, 0.5m), (proposal.From, proposal.To, (await strategy.Read()).Weight.Learned));

        Assert.Equal(LearningOutcome.Accepted, await strategy.Accept(proposal.Number));
        Assert.Equal(LearningOutcome.NotPossible, await strategy.Accept(proposal.Number));
        Assert.Equal(0.45m, (await strategy.Read()).Weight.Learned);

        await strategy.SetMode(LearningMode.Frozen);
        await Cluster.Deactivate(strategy);
        Assert.Equal(LearningMode.Frozen, (await strategy.Read()).Mode);
        Assert.Equal(LearningOutcome.Frozen, await strategy.Adapt(now + StrategyWeight.Period));
        await strategy.SetMode(null);
        Assert.Equal(LearningMode.Propose, (await strategy.Read()).Mode);
    }

    [Fact]
    public async Task A_pause_is_written_into_the_book_and_only_into_its_own_strategy()
    {
        await Cluster.Fund("pauses");
        var strategy = StrategyOf("pauses");
        Assert.Equal(PauseOutcome.ReasonMissing, await strategy.Pause(" "));
        Assert.Equal(PauseOutcome.Paused, await strategy.Pause("drill"));
        Assert.Equal(PauseOutcome.AlreadyPaused, await strategy.Pause("again"));

        var book = await Cluster.Portfolio("pauses").Book();
        Assert.Equal(("drill", PauseCause.Operator), (book.Strategy(StrategyId.Arbitrage).Pause!.Reason, book.Strategy(StrategyId.Arbitrage).Pause!.Cause));
        Assert.Null(book.Strategy(StrategyId.Sniper).Pause);
        Assert.Equal(PauseOutcome.Resumed, await strategy.Resume());
        Assert.Equal(PauseOutcome.NotPaused, await strategy.Resume());
    }

    private IStrategyGrain StrategyOf(string portfolio, StrategyId? strategy = null) =>
        Cluster.Grains.GetGrain<IStrategyGrain>(StrategyKey.Of(new PortfolioId(portfolio), strategy ?? StrategyId.Arbitrage));
}
