using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Strategies;
using Orchestrator.Domain.Tests.Arbitrage;

namespace Orchestrator.Domain.Tests.Strategies;

/// <summary>What every strategy keeps, as it runs where nobody set anything. A strategy joins by its definition.</summary>
public sealed class StrategyContract
{
    private const int Looks = 40, FindingsPerLookMax = 16, FindingsMin = 10, Tokens = 6;

    public static TheoryData<string> Ids => [.. StrategyCatalogue.Ids.Select(id => id.Value)];

    [Theory, MemberData(nameof(Ids))]
    public void The_same_looks_have_the_same_findings(string id)
    {
        for (var seed = 0; seed < 5; seed++)
            Assert.Equal(Lines(Day(id, seed, "same")), Lines(Day(id, seed, "same")));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Whoever_looks_under_another_seed_makes_other_ids(string id) =>
        Assert.Empty(Day(id, 1, "one").Select(found => found.Opportunity.Id).Intersect(Day(id, 1, "two").Select(found => found.Opportunity.Id)));

    [Theory, MemberData(nameof(Ids))]
    public void Whatever_is_found_would_be_admitted_and_has_an_id_of_its_own(string id)
    {
        var found = Day(id, 2, "test").Concat(Day(id, 3, "test")).ToList();
        Assert.True(found.Count >= FindingsMin, $"only {found.Count}");
        Assert.Equal(found.Count, found.Select(one => one.Opportunity.Id).Distinct().Count());
        var strategy = Make(id);
        Assert.All(found, one =>
        {
            Assert.Null(AdmissionRules.FirstRefusal(one.Opportunity, one.Opportunity.CreatedAt));
            Assert.Equal(strategy.Id, one.Opportunity.Strategy);
            Assert.True(one.Opportunity.ExpectedProfit > Lamports.Zero);
            Assert.True(one.Opportunity.DataSlot > 0);
        });
    }

    [Theory, MemberData(nameof(Ids))]
    public void A_look_is_bounded_and_an_unchanged_market_is_not_told_twice(string id)
    {
        var market = RandomMarket.Make(new Random(4), Tokens, 4, 0.05);
        var strategy = Make(id);
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

    [Theory, MemberData(nameof(Ids))]
    public void Nothing_that_is_stale_is_offered(string id)
    {
        var market = RandomMarket.Make(new Random(4), Tokens, 3, 0.05);
        var found = new List<StrategyFinding>();
        Make(id).Look(market.Look(RandomMarket.Start.AddSeconds(30)), found);
        Assert.Empty(found);
        market.View.Distrust();
        Make(id).Look(market.Look(), found);
        Assert.Empty(found);
    }

    [Theory, MemberData(nameof(Ids))]
    public void An_empty_market_and_absurd_pools_are_no_fault(string id)
    {
        var market = new RandomMarket();
        var found = new List<StrategyFinding>();
        var strategy = Make(id);
        strategy.Look(market.Look(), found);
        Assert.Empty(found);
        foreach (var (a, b) in new[] { (0ul, 0ul), (1ul, ulong.MaxValue), (ulong.MaxValue, ulong.MaxValue), (1ul, 1ul) })
            for (var token = 1; token < Tokens; token++)
                market.Put(new ProductCurve("orca", $"absurd{token}{a}{b}", Mint.Sol, RandomMarket.Tokens[token], a, b, 1_000_000));
        market.View.Advance(new MarketClock(101, 1, 0), RandomMarket.Start);
        strategy.Look(market.Look(), found);
        Assert.Empty(found);
    }

    [Fact]
    public void Every_strategy_of_the_domain_has_one_definition_with_all_that_capital_and_risk_ask_for()
    {
        var strategies = typeof(IMarketStrategy).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IMarketStrategy)));
        Assert.Equal(strategies.OrderBy(type => type.Name), StrategyCatalogue.Ids.Select(id => Make(id.Value).GetType()).OrderBy(type => type.Name));
        Assert.Equal(StrategyCatalogue.Ids.Length, StrategyCatalogue.Ids.Distinct().Count());
        Assert.All(StrategyCatalogue.All, definition =>
        {
            var names = definition.Options.Select(option => option.Name).ToList();
            Assert.Equal(names.Count, names.Distinct().Count());
            Assert.Empty(StrategyOption.Shared(true, "", 1, "0").Select(option => option.Name).Except(names));
        });
    }

    private static IMarketStrategy Make(string id)
    {
        var definition = StrategyCatalogue.All.Single(one => one.Id.Value == id);
        var defaults = definition.Options.ToDictionary(option => option.Name, option => option.Default);
        var input = new StrategyInput(option => defaults[option], RandomMarket.Tokens, RandomMarket.Terms.Lenders);
        var strategy = definition.Make(() => input, new SlippageMap());
        Assert.Equal(definition.Id, strategy.Id);
        return strategy;
    }

    /// <summary>A day in which pools move between looks.</summary>
    private static List<StrategyFinding> Day(string id, int seed, string name)
    {
        var chance = new Random(seed);
        var market = RandomMarket.Make(chance, Tokens, 3, 0.01);
        var strategy = Make(id);
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
