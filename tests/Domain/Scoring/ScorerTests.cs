using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Scoring;
using Orchestrator.Domain.Tests.Opportunities;

namespace Orchestrator.Domain.Tests.Scoring;

public sealed class ScorerTests
{
    private static Score Score(Opportunity opportunity, StrategyStanding? standing = null) =>
        Scorer.Score(opportunity, ScoringWeights.Default, standing ?? StrategyStanding.Unknown);

    [Theory]
    [InlineData(0.1, 1, 0.2, 40 - 6 - 20 + 2.5)]
    [InlineData(2, 1, 0.2, 800 - 6 - 10 + 2.5)]
    [InlineData(0, 0, 1, 0 - 30 - 0 + 2.5)]
    [InlineData(-0.1, 1, 0, -40 - 0 - 20 + 2.5)]
    public void The_formula_is_the_designs(double profit, double capital, double risk, double expected)
    {
        var score = Score(Offers.Offer(1, (decimal)profit, capital: (decimal)capital, risk: risk));
        Assert.Equal(expected, score.Raw, 9);
        Assert.Equal(Math.Clamp(expected, 0, 100), score.Shown, 9);
        var terms = score.Terms;
        Assert.Equal(score.Raw, (terms.Profit - terms.Risk - terms.Cost + terms.Bonus) * terms.Multiplier, 9);
    }

    [Fact]
    public void Calibration_sinks_a_profit_and_never_shrinks_a_loss()
    {
        var doubted = new StrategyStanding(0.5, 1, 0.25);
        Assert.Equal(10 - 6 - 20 + 2.5, Score(Offers.Offer(1, 0.1m), doubted).Raw, 9);
        Assert.Equal(Score(Offers.Offer(1, -0.1m)).Raw, Score(Offers.Offer(1, -0.1m), doubted).Raw, 9);
    }

    [Theory]
    [InlineData(Priority.Low, 0.5)]
    [InlineData(Priority.Normal, 1)]
    [InlineData(Priority.High, 1.5)]
    [InlineData(Priority.Critical, 2)]
    public void A_wish_multiplies_what_is_worth_something_and_nothing_else(Priority priority, double multiplier)
    {
        var (good, bad) = (Offers.Offer(1, 1), Offers.Offer(2, -1));
        Assert.Equal(Score(good).Raw * multiplier, Score(good with { Priority = priority }).Raw, 9);
        Assert.Equal(Score(bad).Raw, Score(bad with { Priority = priority }).Raw, 9);
    }

    [Fact]
    public void Weights_sum_to_exactly_one()
    {
        Assert.True(ScoringWeights.Default.IsValid);
        Assert.False((ScoringWeights.Default with { Profit = 0.41m }).IsValid);
        Assert.False(new ScoringWeights(1.1m, -0.1m, 0, 0).IsValid);
    }
}
