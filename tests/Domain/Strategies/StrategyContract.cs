using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Strategies;
using Orchestrator.Domain.Tests.Arbitrage;

namespace Orchestrator.Domain.Tests.Strategies;

/// <summary>What every strategy keeps: a strategy joins by one class that makes it.</summary>
public abstract class StrategyContract
{
    private const int Looks = 40, FindingsPerLookMax = 16, FindingsMin = 10;

    protected abstract IMarketStrategy Make();

    /// <summary>Tokens whose pools this strategy can use.</summary>
    protected abstract int Tokens { get; }

    [Fact]
    public void The_same_looks_have_the_same_findings()
    {
        for (var seed = 0; seed < 5; seed++)
            Assert.Equal(Lines(Day(seed, "same")), Lines(Day(seed, "same")));
    }

    [Fact]
    public void Whoever_looks_under_another_seed_makes_other_ids() =>
        Assert.Empty(Day(1, "one").Select(found => found.Opportunity.Id).Intersect(Day(1, "two").Select(found => found.Opportunity.Id)));

    [Fact]
    public void Whatever_is_found_would_be_admitted_and_has_an_id_of_its_own()
    {
        var found = Day(2, "test").Concat(Day(3, "test")).ToList();
        Assert.True(found.Count >= FindingsMin, $"only {found.Count}");
        Assert.Equal(found.Count, found.Select(one => one.Opportunity.Id).Distinct().Count());
        var strategy = Make();
        Assert.All(found, one =>
        {
            Assert.Null(AdmissionRules.FirstRefusal(one.Opportunity, one.Opportunity.CreatedAt));
            Assert.Equal(strategy.Id, one.Opportunity.Strategy);
            Assert.True(one.Opportunity.ExpectedProfit > Lamports.Zero);
            Assert.True(one.Opportunity.DataSlot > 0);
        });
    }

    [Fact]
    public void A_look_is_bounded_and_an_unchanged_market_is_not_told_twice()
    {
        var market = RandomMarket.Make(new Random(4), Tokens, 4, 0.05);
        var strategy = Make();
        var first = new List<StrategyFinding>();
        strategy.Look(market.Look(), first);
        Assert.InRange(first.Count, 1, FindingsPerLookMax);
        var told = first.Select(found => found.Opportunity.RouteKey).ToHashSet();
        for (var look = 1; look <= 10; look++)
        {
            var again = new List<StrategyFinding>();
            strategy.Look(market.Look(RandomMarket.Start.AddMilliseconds(look * 10)), again);
            Assert.All(again, found => Assert.True(told.Add(found.Opportunity.RouteKey)));
        }
    }

    [Fact]
    public void Nothing_that_is_stale_is_offered()
    {
        var market = RandomMarket.Make(new Random(4), Tokens, 3, 0.05);
        var found = new List<StrategyFinding>();
        Make().Look(market.Look(RandomMarket.Start.AddSeconds(30)), found);
        Assert.Empty(found);
        market.View.Distrust();
        Make().Look(market.Look(), found);
        Assert.Empty(found);
    }

    [Fact]
    public void An_empty_market_and_absurd_pools_are_no_fault()
    {
        var market = new RandomMarket();
        var found = new List<StrategyFinding>();
        var strategy = Make();
        strategy.Look(market.Look(), found);
        Assert.Empty(found);
        foreach (var (a, b) in new[] { (0ul, 0ul), (1ul, ulong.MaxValue), (ulong.MaxValue, ulong.MaxValue), (1ul, 1ul) })
            for (var token = 1; token < Tokens; token++)
                market.Put(new ProductCurve("orca", $"absurd{token}{a}{b}", Mint.Sol, RandomMarket.Tokens[token], a, b, 1_000_000));
        market.View.Advance(new MarketClock(101, 1, 0), RandomMarket.Start);
        strategy.Look(market.Look(), found);
        Assert.Empty(found);
    }

    /// <summary>A day in which pools move between looks.</summary>
    private List<StrategyFinding> Day(int seed, string name)
    {
        var chance = new Random(seed);
        var market = RandomMarket.Make(chance, Tokens, 3, 0.01);
        var strategy = Make();
        var found = new List<StrategyFinding>();
        for (var look = 0; look < Looks; look++)
        {
            var now = RandomMarket.Start.AddMilliseconds(look * 400);
            for (var change = 0; change < 2; change++)
            {
                var old = market.Pools[chance.Next(market.Pools.Count)];
                market.Put(RandomMarket.Pool(chance, RandomMarket.Tokens.IndexOf(old.MintA), RandomMarket.Tokens.IndexOf(old.MintB), old.Pool, 0.02, true));
            }

            market.View.Advance(new MarketClock(100 + (ulong)look, 1, 0), now);
            strategy.Look(market.Look(now) with { Seed = name }, found);
        }

        return found;
    }

    private static IEnumerable<string> Lines(List<StrategyFinding> found) =>
        found.Select(one => $"{one.Opportunity.Id} {one.Opportunity.RouteKey} {one.Opportunity.ExpectedProfit.Value} {one.Opportunity.Evidence} {one.Opportunity.Risk:R}");
}

public sealed class TenTokenContract : StrategyContract
{
    private readonly ScanOptions _options = RandomMarket.Options(6, minimum: 1_000_000);

    protected override int Tokens => 6;

    protected override IMarketStrategy Make() => new TenTokenStrategy(() => _options, new SlippageMap());
}

public sealed class TriangularStableContract : StrategyContract
{
    private readonly Stables.StableOptions _options = new();

    protected override int Tokens => 3;

    protected override IMarketStrategy Make() => new Stables.TriangularStable(() => _options, new SlippageMap());

    [Fact]
    public void It_borrows_nothing_stays_within_its_capital_and_goes_over_both_dollars()
    {
        var told = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var found = new List<StrategyFinding>();
            Make().Look(RandomMarket.Make(new Random(seed), 3, 2, 0.02).Look(), found);
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
