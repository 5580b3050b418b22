using System.Collections.Immutable;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Sniping;
using Orchestrator.Domain.Tests.Capital;

namespace Orchestrator.Domain.Tests.Exits;

public sealed class ExitRuleTests
{
    private static readonly ExitPolicy Policy = new() { TakeProfit = new(5_000), StopLoss = new(2_000), AgeMax = TimeSpan.FromMinutes(10), FixedCosts = new(1_000) };

    [Theory]
    [InlineData(1_499_999, 0, null)]
    [InlineData(1_500_000, 0, ExitRule.TakeProfit)]
    [InlineData(800_001, 0, null)]
    [InlineData(800_000, 0, ExitRule.StopLoss)]
    [InlineData(0, 0, ExitRule.StopLoss)]
    [InlineData(-1_000, 0, ExitRule.StopLoss)]
    [InlineData(1_000_000, 599, null)]
    [InlineData(1_000_000, 600, ExitRule.Time)]
    [InlineData(800_000, 600, ExitRule.StopLoss)]
    [InlineData(1_500_000, 600, ExitRule.TakeProfit)]
    public void A_position_that_cost_a_million_lamports_is_sold_by_the_first_rule_that_holds(long worth, int ageSeconds, ExitRule? expected)
    {
        var cause = ExitRules.Judge(Held(1_000_000), new SignedUnits(worth), null, Policy, Ledger.Noon.AddSeconds(ageSeconds));

        Assert.Equal(expected, cause?.Rule);
    }

    [Fact]
    public void Something_hostile_sells_at_any_price_and_says_what_it_is()
    {
        foreach (var worth in (long[])[-5, 1_000_000, 9_000_000])
            Assert.Equal(new ExitCause(ExitRule.Emergency, "blacklist: rug"), ExitRules.Judge(Held(1_000_000), new SignedUnits(worth), "blacklist: rug", Policy, Ledger.Noon));
    }

    [Fact]
    public void Whatever_the_figures_one_rule_sells_the_bounds_are_exact_and_a_better_price_never_turns_a_gain_into_a_stop() =>
        Gen.Select(Gen.Long[1, 1L << 55], Gen.Int[1, 1_000_000], Gen.Int[1, 9_999], Gen.Long[0, 1L << 60], Gen.Int[0, 1_200]).Sample((cost, goal, stop, worth, age) =>
        {
            var policy = Policy with { TakeProfit = new(goal), StopLoss = new(stop) };
            var (position, at) = (Held(cost), Ledger.Noon.AddSeconds(age));
            ExitRule? Rule(Int128 units) => ExitRules.Judge(position, new SignedUnits(units), null, policy, at)?.Rule;

            // By cross-multiplication, without a division that could round.
            var scaled = (Int128)worth * 10_000;
            var expected = scaled <= (Int128)cost * (10_000 - stop) ? ExitRule.StopLoss
                : scaled >= (Int128)cost * (10_000 + goal) ? ExitRule.TakeProfit
                : age >= 600 ? ExitRule.Time : (ExitRule?)null;
            // The floor is rounded up to a whole unit: at most one unit earlier than the fraction says, never later.
            var floor = ExitRules.FloorOf(position, policy).Value;
            if (worth != floor) Assert.Equal(expected, Rule(worth));
            Assert.Equal(ExitRule.StopLoss, Rule(floor));
            Assert.NotEqual(ExitRule.StopLoss, Rule(floor + 1));
            var top = ExitRules.GoalOf(position, policy).Value;
            Assert.True(top > floor || cost < 3);
            if (top > floor) Assert.Equal(ExitRule.TakeProfit, Rule(top));
            if (top - 1 > floor) Assert.NotEqual(ExitRule.TakeProfit, Rule(top - 1));
            if (Rule(worth) == ExitRule.TakeProfit) Assert.Equal(ExitRule.TakeProfit, Rule((Int128)worth + 1));
            if (Rule(worth) == ExitRule.StopLoss) Assert.Equal(ExitRule.StopLoss, Rule((Int128)worth - 1));
        }, iter: 2_000);

    [Fact]
    public void A_sale_goes_the_way_back_through_the_same_pools()
    {
        ImmutableArray<RouteLeg> entry =
        [
            new("orca", "one", Mint.Sol, Ledger.Usdc, new(5), new(6), new(7), 8), new("raydium", "two", Ledger.Usdc, Ledger.Bonk, new(6), new(9), new(1), 8),
        ];
        var back = ExitRules.WayBack(entry);
        Assert.Equal([("two", Ledger.Bonk, Ledger.Usdc), ("one", Ledger.Usdc, Mint.Sol)], back.Select(leg => (leg.Pool, leg.Input, leg.Output)));
        Assert.Equal(entry.Select(leg => leg.Pool), ExitRules.WayBack(back).Select(leg => leg.Pool));
    }

    [Fact]
    public void The_offer_of_a_sale_is_admitted_closes_its_position_and_passes_every_check_of_a_full_book()
    {
        var ledger = Ledger.With(2);
        ledger.Limits = ledger.Limits with { TokenShareMax = new(10_000), HeatMax = new(10_000), LeverageMax = new(100_000) };
        var buy = ledger.Trade(2, strategy: StrategyId.Sniper, token: Ledger.Bonk);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(buy).Outcome);
        ledger.Post(buy, -2, "buy", PositionEffect.Opened, units: 1_000);
        ledger.Now += TimeSpan.FromSeconds(1);
        var position = ledger.Book.Positions.Single();

        var cause = ExitRules.Judge(position, new SignedUnits(1_000_000_000), null, Policy, ledger.Now)!;
        var offer = ExitOffer.Of(ledger.NewId(), position, Sale(1_000, 1_000_001_000), cause, ledger.Book.Sol.Available.ToLamports(), Policy, ledger.Now);
        Assert.Null(AdmissionRules.FirstRefusal(offer, ledger.Now));
        Assert.Equal((position.Id, ExitRule.StopLoss, new Lamports(-1_000_000_000), Lamports.Zero), (offer.Closes!.Value, offer.Exit!.Rule, offer.ExpectedProfit, offer.RequiredCapital));
        var reserved = ledger.Reserve(Trade.Of(offer));
        Assert.True(reserved.Outcome == ReserveOutcome.Reserved, reserved.Report?.FirstRefusal?.ToString());
        Assert.Equal(Policy.EmergencySlippageBound, ExitOffer.Of(ledger.NewId(), position, Sale(1, 1), new(ExitRule.Emergency, "x"), default, Policy, ledger.Now).SlippageBound);
    }

    [Fact]
    public void A_strategy_that_was_switched_off_can_still_sell_what_it_holds_and_buy_nothing()
    {
        var ledger = Ledger.With(10);
        var buy = ledger.Trade(1, strategy: StrategyId.Sniper, token: Ledger.Bonk);
        ledger.Reserve(buy);
        ledger.Post(buy, -1, "buy", PositionEffect.Opened, units: 1_000);
        ledger.Limits = ledger.Limits with { Strategies = [] };
        ledger.Now += TimeSpan.FromMinutes(2);

        Assert.Equal(RiskCheck.StrategyBudget, ledger.Reserve(ledger.Trade(1, strategy: StrategyId.Sniper, token: Ledger.Bonk)).Report!.FirstRefusal!.Value.Check);
        Assert.Equal(ReserveOutcome.Reserved, ledger.Reserve(ledger.Trade(0.1m, strategy: StrategyId.Sniper, token: Ledger.Bonk, closes: buy.Id)).Outcome);
    }

    [Fact]
    public void Only_what_would_not_have_been_bought_raises_an_alarm_and_a_silent_node_none()
    {
        var honest = new MintFacts(null, null, new(1_000), IssuerPowers.None, new(0));
        string? First(LookUp<MintFacts> mint, string? listed = null, bool emptied = false, SniperPolicy? policy = null) => TokenAlarms.First(mint, listed, emptied, policy ?? SniperPolicy.Default);

        Assert.Null(First(LookUp<MintFacts>.Of(honest)));
        Assert.Null(First(LookUp<MintFacts>.Failed("the node is silent")));
        Assert.Contains("rug", First(LookUp<MintFacts>.Failed("silent"), listed: "rug"), StringComparison.Ordinal);
        Assert.Contains("emptied", First(LookUp<MintFacts>.Of(honest), emptied: true), StringComparison.Ordinal);
        Assert.StartsWith("mint_authority", First(LookUp<MintFacts>.Of(honest with { MintAuthority = "somebody" })), StringComparison.Ordinal);
        Assert.StartsWith("freeze_authority", First(LookUp<MintFacts>.Of(honest with { FreezeAuthority = "somebody" })), StringComparison.Ordinal);
        Assert.Null(First(LookUp<MintFacts>.Of(honest with { FreezeAuthority = "somebody" }), policy: SniperPolicy.Default with { FreezeAuthorityRevoked = false }));
        Assert.StartsWith("token_extensions", First(LookUp<MintFacts>.Of(honest with { Powers = IssuerPowers.Paused })), StringComparison.Ordinal);
        Assert.StartsWith("transfer_fee", First(LookUp<MintFacts>.Of(honest with { TransferFee = new(5_000) })), StringComparison.Ordinal);
    }

    private static ImmutableArray<RouteLeg> Sale(ulong units, ulong lamports) => [new("raydium", "pool", Ledger.Bonk, Mint.Sol, new(units), new(lamports), new(1), 100)];

    private static Position Held(long cost) => new(
        Ledger.IdAt(Ledger.Noon, 1), StrategyId.Sniper, Ledger.Bonk, new SignedUnits(1_000), Mint.Sol, new SignedUnits(cost), new Lamports(cost), Ledger.Noon);
}
