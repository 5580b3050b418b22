using System.Text.Json;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;

namespace Orchestrator.Domain.Sniping;

/// <summary>Makes an approved verdict an opportunity like any other.</summary>
public static class SnipeOffer
{
    /// <summary>Own capital asked for beyond the costs when the input is borrowed, of the input: as much as the arbitrage asks for.</summary>
    private static readonly BasisPoints Buffer = new(100);

    /// <param name="pool">The launched pool, which is the route's key: one live opportunity for each launch.</param>
    public static Opportunity Of(OpportunityId id, Mint token, string pool, LaunchVerdict verdict, SniperPolicy policy, DateTimeOffset now)
    {
        var trade = verdict.Trade ?? throw new ArgumentException("A verdict without a trade offers nothing.", nameof(verdict));
        if (policy.Hold) return Held(id, token, pool, verdict, trade, policy, now);
        var required = policy.UseFlashLoan ? Buffer.Of(trade.Input) + policy.FixedCosts : trade.Input + policy.FixedCosts;
        return new Opportunity(
            id, StrategyId.Sniper, token, new RouteKey("launch/" + pool), Mint.Sol, trade.Profit, verdict.Risk, verdict.Confidence, required,
            policy.UseFlashLoan ? trade.Input : Lamports.Zero, policy.SlippageBound, Math.Min(trade.BuySlot, trade.SellSlot), now, now + policy.Lifetime, null,
            Evidence(pool, verdict, trade), null,
            [
                new RouteLeg(trade.BuyVenue, trade.BuyPool, Mint.Sol, token, new BaseUnits((ulong)trade.Input.Value), trade.Tokens, trade.BuyImpact, trade.BuySlot),
                new RouteLeg(trade.SellVenue, trade.SellPool, token, Mint.Sol, trade.Tokens, new BaseUnits((ulong)trade.Output.Value), trade.SellImpact, trade.SellSlot),
            ]);
    }

    /// <summary>Only the purchase: what it is sold for, and when, the exit rules say.</summary>
    private static Opportunity Held(OpportunityId id, Mint token, string pool, LaunchVerdict verdict, SnipeTrade trade, SniperPolicy policy, DateTimeOffset now) => new(
        id, StrategyId.Sniper, token, new RouteKey("launch/" + pool), Mint.Sol, trade.Profit, verdict.Risk, verdict.Confidence,
        trade.Input + policy.FixedCosts + AccountRent, Lamports.Zero, policy.SlippageBound, trade.BuySlot, now, now + policy.Lifetime, null,
        Evidence(pool, verdict, trade), null,
        [new RouteLeg(trade.BuyVenue, trade.BuyPool, Mint.Sol, token, new BaseUnits((ulong)trade.Input.Value), trade.Tokens, trade.BuyImpact, trade.BuySlot)]);

    /// <summary>What keeps the account of a token that was never held alive, lamports.</summary>
    private static readonly Lamports AccountRent = new(2_039_280);

    private static string Evidence(string pool, LaunchVerdict verdict, SnipeTrade trade)
    {
        var text = JsonSerializer.Serialize(new
        {
            pool, loan_fee = trade.LoanFee.Value, cost = trade.Cost.Value, multiple_bps = trade.Multiple.Value,
            filters = verdict.Filters.Select(filter => new { filter = filter.Filter, value = filter.Value, limit = filter.Limit }),
        });
        return text.Length <= Opportunity.EvidenceLengthMax ? text : JsonSerializer.Serialize(new { pool, cost = trade.Cost.Value });
    }
}
