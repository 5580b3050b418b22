using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;

namespace Orchestrator.Domain.Tests.Sniping;

public sealed class SizingTests
{
    private static readonly SniperPolicy Policy = SniperPolicy.Default;

    [Fact]
    public void The_size_found_earns_as_much_as_the_best_of_many_inputs_on_any_two_pools() =>
        Gen.Select(Gen.ULong[1, 1_000], Gen.ULong[1, 1_000], Gen.ULong[1, 1_000_000], Gen.ULong[1, 1_000_000], Gen.ULong[1, 1_000_000_000]).Sample((solA, solB, tokensA, tokensB, grain) =>
        {
            PoolFacts a = Made.Pool("a", solA * 1_000_000_000, tokensA * 1_000_000), b = Made.Pool("b", solB * 1_000_000_000, tokensB * 1_000_000);
            var lender = new Lender(30_000_000_000, 5);
            var best = SnipeSizing.Best(a, [b], Made.Token, lender, Policy, Made.Clock);

            for (var i = 1UL; i <= 300; i++)
            {
                var input = Math.Min(30_000_000_000, (i * 100_000_000) + (grain % 100_000_000));
                foreach (var other in new[] { SnipeSizing.At(a, b, Made.Token, input, lender, Policy, Made.Clock), SnipeSizing.At(b, a, Made.Token, input, lender, Policy, Made.Clock) })
                    // A lamport or two may lie beside the summit: quotes are rounded.
                    if (other is not null && other.Profit > Lamports.Zero) Assert.True(best!.Profit.Value + 1_000 >= other.Profit.Value, $"{best.Profit} < {other.Profit} at {other.Input}");
            }

            if (best is not null) Assert.True(best.Input.Value <= 30_000_000_000);
        }, iter: 200);

    [Fact]
    public void A_snipe_that_is_held_promises_the_goal_of_its_exit_rule_against_what_both_ways_cost()
    {
        var (pool, policy) = (Made.Honest().Pool.Value, Policy with { Hold = true, UseFlashLoan = false, HoldInput = Lamports.OneSol, TakeProfit = new(5_000) });
        var trade = SnipeSizing.Hold(pool, Made.Token, policy, Made.Clock)!;

        Assert.Equal((Lamports.OneSol, Lamports.Zero, "launch", "launch"), (trade.Input, trade.LoanFee, trade.BuyPool, trade.SellPool));
        Assert.Equal(pool.Curve.Quote(true, 1_000_000_000, Made.Clock).AmountOut, trade.Tokens.Value);
        Assert.Equal(trade.Input - trade.Output + policy.FixedCosts + policy.FixedCosts, trade.Cost);
        Assert.Equal(new Lamports((1_000_000_000 + policy.FixedCosts.Value) / 2), trade.Profit);

        var verdict = SniperRules.Judge(Made.Honest() with { Exits = [], Lender = default }, policy, Made.Now);
        Assert.True(verdict.Approved, verdict.Refusal?.ToString());
        var offer = SnipeOffer.Of(Tests.Capital.Ledger.IdAt(Made.Now, 1), Made.Token, "launch", verdict, policy, Made.Now);
        Assert.Equal((1, Lamports.Zero, false), (offer.Route.Length, offer.FlashLoan, offer.IsRoundTrip));
        Assert.True(offer.RequiredCapital > trade.Input + policy.FixedCosts, $"{offer.RequiredCapital}");

        var dear = policy with { HoldInput = new Lamports(50_000_000_000) };
        Assert.Equal(SniperFilters.Profit, SniperRules.Judge(Made.Honest(), dear, Made.Now).Refusal!.Filter);
    }

    [Fact]
    public void A_trade_adds_up_and_is_what_the_curves_say()
    {
        var facts = Made.Honest();
        var trade = SnipeSizing.Best(facts.Pool.Value, facts.Exits, Made.Token, facts.Lender.Value, Policy, Made.Clock)!;

        var bought = facts.Pool.Value.Curve.Quote(true, (ulong)trade.Input.Value, Made.Clock).AmountOut;
        Assert.Equal(bought, trade.Tokens.Value);
        Assert.Equal(facts.Exits[0].Curve.Quote(false, bought, Made.Clock).AmountOut, (ulong)trade.Output.Value);
        Assert.Equal(trade.Output - trade.Input - trade.Cost, trade.Profit);
        Assert.Equal(trade.LoanFee + Policy.FixedCosts, trade.Cost);
        Assert.Equal((ulong)trade.LoanFee.Value, facts.Lender.Value.FeeOf((ulong)trade.Input.Value));
    }

    [Fact]
    public void A_pool_against_itself_a_pool_of_another_token_and_an_empty_lender_give_no_trade()
    {
        var facts = Made.Honest();
        Assert.Null(SnipeSizing.Best(facts.Pool.Value, [facts.Pool.Value], Made.Token, null, Policy, Made.Clock));
        Assert.Null(SnipeSizing.Best(facts.Pool.Value, facts.Exits, new Mint("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"), null, Policy, Made.Clock));
        Assert.Null(SnipeSizing.Best(facts.Pool.Value, facts.Exits, Made.Token, new Lender(0, 5), Policy, Made.Clock));
    }

    [Fact]
    public void A_launch_that_opens_too_dear_is_sold_into_and_not_bought()
    {
        var trade = SnipeSizing.Best(Made.Pool("launch", 200_000_000_000, 200_000_000_000_000), [Made.Pool("other", 100_000_000_000, 200_000_000_000_000)], Made.Token, null, Policy, Made.Clock)!;
        Assert.Equal(("other", "launch"), (trade.BuyPool, trade.SellPool));
    }

    [Fact]
    public void A_creator_s_launches_are_counted_once_and_stay_counted_when_they_are_forgotten() =>
        Gen.Int[0, 150].Array[0, 200].Sample(pools =>
        {
            var memory = CreatorMemory.Empty;
            foreach (var pool in pools)
            {
                var seen = memory.See("token", $"pool{pool}", Made.Born);
                Assert.True(seen.Launches.Length <= CreatorMemory.LaunchesMax);
                Assert.Same(seen, seen.See("token", $"pool{pool}", Made.Now));
                memory = pool % 7 == 0 ? seen.NoteEmptied($"pool{pool}") : seen;
            }

            var distinct = pools.Distinct().ToList();
            Assert.True(memory.Count >= distinct.Count && memory.Emptied >= distinct.Count(pool => pool % 7 == 0));
            if (distinct.Count <= CreatorMemory.LaunchesMax) Assert.Equal((distinct.Count, distinct.Count(pool => pool % 7 == 0)), (memory.Count, memory.Emptied));
        });
}
