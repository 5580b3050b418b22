using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Stables;
using Orchestrator.Domain.Strategies;
using Orchestrator.Domain.Tests.Arbitrage;

namespace Orchestrator.Domain.Tests.Stables;

public sealed class TriangularStableTests
{
    private readonly StableOptions _options = new();

    [Fact]
    public void It_borrows_nothing_stays_within_its_capital_and_goes_over_both_dollars()
    {
        var told = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var found = new List<StrategyFinding>();
            new TriangularStable(() => _options, new SlippageMap()).Look(RandomMarket.Make(new Random(seed), 3, 2, 0.02).Look(), found);
            foreach (var one in found)
            {
                told++;
                Assert.Equal(Lamports.Zero, one.Opportunity.FlashLoan);
                Assert.True(one.Opportunity.RequiredCapital <= _options.CapitalMax);
                Assert.Equal(3, one.Opportunity.Route.Length);
                Assert.Equal([Mint.Sol, .. _options.Dollars], one.Opportunity.Route.Select(leg => leg.Input).OrderBy(mint => mint.IsSol ? 0 : 1 + _options.Dollars.IndexOf(mint)));
            }
        }

        Assert.True(told > 5, $"only {told}");
    }
}
