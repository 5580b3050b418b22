using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Tests.Capital;

namespace Orchestrator.Domain.Tests.Learning;

public sealed class LearningTests
{
    private static OutcomeWindow Window(int wins, int losses, long gain = 100, long loss = 100, long expected = 100)
    {
        var window = OutcomeWindow.Empty;
        for (var i = 0; i < wins + losses; i++)
            window = window.Add(new StrategyOutcome(Ledger.IdAt(Ledger.Noon, i + 1), Ledger.Noon, new Lamports(i < wins ? gain : -loss), new Lamports(expected)), Ledger.Noon);
        return window;
    }

    [Theory]
    [InlineData(20, 0, 1.0)]
    [InlineData(0, 20, 0.0)]
    [InlineData(10, 10, 0.1)]
    [InlineData(0, 0, 0.5)]
    [InlineData(5, 0, 0.625)]
    public void A_bonus_is_win_rate_times_capped_profit_factor_drawn_to_the_middle_while_young(int wins, int losses, double bonus) =>
        Assert.Equal(bonus, Window(wins, losses).Bonus, 9);

    [Theory]
    [InlineData(100, 100, 1.0)]
    [InlineData(10, 100, 0.25)]
    [InlineData(500, 100, 1.25)]
    [InlineData(50, 100, 0.5)]
    public void Calibration_is_realised_over_expected_within_its_bounds(long gain, long expected, double calibration) =>
        Assert.Equal(calibration, Window(10, 0, gain, expected: expected).Calibration, 9);

    [Fact]
    public void The_window_holds_fifty_results_of_a_day_each_once()
    {
        var window = Window(60, 0);
        Assert.Equal(50, window.Count);
        Assert.Same(window, window.Add(window.Outcomes[^1], Ledger.Noon));
        Assert.Equal(0, window.Prune(Ledger.Noon.AddHours(24).AddTicks(1)).Count);
    }

    [Fact]
    public void Weights_move_a_tenth_every_five_minutes_up_to_their_bounds()
    {
        var (weight, now) = (StrategyWeight.Of(0.5m), Ledger.Noon);
        (weight, var first) = weight.Adapt(Window(10, 0), LearningMode.Auto, now);
        Assert.Equal((LearningOutcome.Changed, 0.55m), (first, weight.Learned));
        Assert.Equal(LearningOutcome.NotDue, weight.Adapt(Window(10, 0), LearningMode.Auto, now.AddMinutes(4.99)).Outcome);
        for (var i = 1; i < 10; i++) (weight, _) = weight.Adapt(Window(10, 0), LearningMode.Auto, now.AddMinutes(5 * i));
        Assert.Equal((0.75m, 1.5m), (weight.Learned, weight.Factor));
        for (var i = 10; i < 40; i++) (weight, _) = weight.Adapt(Window(0, 10), LearningMode.Auto, now.AddMinutes(5 * i));
        Assert.Equal(0.25m, weight.Learned);
    }

    [Fact]
    public void Nothing_is_learned_from_nine_outcomes_nor_while_frozen()
    {
        Assert.Equal(LearningOutcome.TooFewOutcomes, StrategyWeight.Of(1).Adapt(Window(9, 0), LearningMode.Auto, Ledger.Noon).Outcome);
        Assert.Equal(LearningOutcome.Frozen, StrategyWeight.Of(1).Adapt(Window(10, 0), LearningMode.Frozen, Ledger.Noon).Outcome);
        Assert.Equal(LearningOutcome.NoChange, StrategyWeight.Of(1).Adapt(Window(10, 8), LearningMode.Auto, Ledger.Noon).Outcome);
    }

    [Fact]
    public void A_proposal_waits_for_an_operator_and_can_be_taken_back()
    {
        var (proposed, outcome) = StrategyWeight.Of(1).Adapt(Window(12, 0), LearningMode.Propose, Ledger.Noon);
        Assert.Equal((LearningOutcome.Proposed, 1m), (outcome, proposed.Learned));
        Assert.Equal(12, proposed.Proposal!.Evidence.Outcomes);
        var (accepted, _) = proposed.Accept(proposed.Proposal.Number);
        Assert.Equal(1.1m, accepted.Learned);
        var (back, rolled) = accepted.RollBack(1);
        Assert.Equal((LearningOutcome.RolledBack, 1m), (rolled, back.Learned));
        Assert.Equal(LearningOutcome.NotPossible, back.RollBack(1).Outcome);
        Assert.Equal(LearningOutcome.NoSuchChange, back.Accept(7).Outcome);
    }

    [Fact]
    public void Weights_are_normalised_to_exactly_one() =>
        Gen.Int[0, 1_000].Array[1, 8].Sample(weights => Assert.Equal(1m, CapitalAllocation.Normalise(
            weights.Select((weight, i) => (new StrategyId($"s{i}"), (decimal)weight))).Sum(entry => entry.Weight)));

    [Fact]
    public void Budgets_stay_within_their_bounds_and_never_exceed_the_capital() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 4_000], Gen.Int[4_000, 10_000]).Array[1, 6].Sample(drawn =>
        {
            var claims = drawn.Select((one, i) => new AllocationClaim(new StrategyId($"s{i}"), one.Item1, 1, new(one.Item2), new(one.Item3), new(5_000))).ToArray();
            foreach (var mode in new[] { AllocationMode.Dynamic, AllocationMode.Fixed })
            {
                var budgets = CapitalAllocation.Divide(mode, Lamports.FromSol(7.000000001m), claims);
                Assert.True(budgets.Sum(budget => budget.Budget!.Value.Value) <= 7_000_000_001);
                if (mode == AllocationMode.Dynamic) Assert.All(budgets.Zip(claims), pair => Assert.True(pair.First.Budget <= pair.Second.ShareMax.Of(Lamports.FromSol(7.000000001m))));
            }
        });

    [Fact]
    public void Shared_capital_has_no_budgets_and_dynamic_capital_follows_weight_times_calibration()
    {
        AllocationClaim[] claims =
        [
            new(StrategyId.Arbitrage, 0.6m, 1, new(0), new(10_000), new(5_000)), new(StrategyId.Sniper, 0.4m, 0.5m, new(0), new(10_000), new(5_000)),
        ];
        Assert.All(CapitalAllocation.Divide(AllocationMode.Shared, Lamports.FromSol(8), claims), budget => Assert.Null(budget.Budget));
        Assert.Equal([Lamports.FromSol(6), Lamports.FromSol(2)], CapitalAllocation.Divide(AllocationMode.Dynamic, Lamports.FromSol(8), claims).Select(budget => budget.Budget!.Value));
    }
}
