using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Sniping;

/// <summary>
/// Simulates borrow, buy, sell, repay on exact curves and finds the input that brings the most. Pure integer maths; the same curves give the same trade.
/// </summary>
/// <remarks>
/// A loan is repaid in the transaction that took it, so buying and selling happen on the same state: one pool alone gives back less than it took, by
/// its fee twice. What pays is another pool of the token at another price, and both directions are tried.
/// </remarks>
public static class SnipeSizing
{
    /// <summary>First a net of inputs, each half as large again, from this many lamports on.</summary>
    private const ulong InputMin = 1_000_000;

    private const int RefinementsMax = 64;

    /// <param name="lender">Null: own capital, no fee.</param>
    /// <returns>The best trade, profitable or not; null when no pair of pools can be quoted.</returns>
    public static SnipeTrade? Best(PoolFacts launch, IEnumerable<PoolFacts> exits, Mint token, IFlashLender? lender, SniperPolicy policy, in MarketClock clock)
    {
        var cap = (ulong)Math.Max(0, policy.InputMax.Value);
        if (lender is not null) cap = Math.Min(cap, lender.Available);
        SnipeTrade? best = null;
        foreach (var exit in exits)
        {
            if (exit.Curve.Pool == launch.Curve.Pool) continue;
            best = Better(best, BestOf(launch, exit, token, cap, lender, policy, clock));
            best = Better(best, BestOf(exit, launch, token, cap, lender, policy, clock));
        }

        return best;
    }

    /// <summary>
    /// Own capital into the launched pool, to be held. The costs are those of buying and of selling at once on the pool as it was before, which is worse than what a
    /// sale right after would meet; the profit is the goal of the exit rule.
    /// </summary>
    /// <returns>Null when the pool cannot be quoted both ways.</returns>
    public static SnipeTrade? Hold(PoolFacts pool, Mint token, SniperPolicy policy, in MarketClock clock)
    {
        var input = policy.HoldInput;
        if (input <= Lamports.Zero || !IsSolPool(pool.Curve, token)) return null;
        var bought = pool.Curve.Quote(pool.Curve.MintA.IsSol, (ulong)input.Value, clock);
        if (bought.Refusal is not null) return null;
        var sold = pool.Curve.Quote(!pool.Curve.MintA.IsSol, bought.AmountOut, clock);
        if (sold.Refusal is not null) return null;
        var back = new Lamports((long)Math.Min(sold.AmountOut, (ulong)input.Value));
        var cost = input - back + policy.FixedCosts + policy.FixedCosts;
        return new SnipeTrade(
            input, new BaseUnits(bought.AmountOut), back, Lamports.Zero, cost, policy.TakeProfit.Of(input + policy.FixedCosts), pool.Curve.Pool, pool.Curve.Venue,
            pool.Curve.Pool, pool.Curve.Venue, bought.Impact, sold.Impact, pool.Slot, pool.Slot);
    }

    /// <summary>What exactly this input brings; null when either pool or the lender refuses.</summary>
    public static SnipeTrade? At(PoolFacts buy, PoolFacts sell, Mint token, ulong input, IFlashLender? lender, SniperPolicy policy, in MarketClock clock)
    {
        if (input == 0 || lender is not null && lender.FeeOf(input) is null) return null;
        if (!IsSolPool(buy.Curve, token) || !IsSolPool(sell.Curve, token)) return null;
        var bought = buy.Curve.Quote(buy.Curve.MintA.IsSol, input, clock);
        if (bought.Refusal is not null) return null;
        var sold = sell.Curve.Quote(!sell.Curve.MintA.IsSol, bought.AmountOut, clock);
        if (sold.Refusal is not null || sold.AmountOut > long.MaxValue || input > long.MaxValue) return null;
        var fee = lender?.FeeOf(input) ?? 0;
        var cost = (Int128)fee + policy.FixedCosts.Value;
        var profit = (Int128)sold.AmountOut - input - cost;
        if (cost > long.MaxValue || profit < long.MinValue) return null;
        return new SnipeTrade(
            new Lamports((long)input), new BaseUnits(bought.AmountOut), new Lamports((long)sold.AmountOut), new Lamports((long)fee), new Lamports((long)cost),
            new Lamports((long)profit), buy.Curve.Pool, buy.Curve.Venue, sell.Curve.Pool, sell.Curve.Venue, bought.Impact, sold.Impact, buy.Slot, sell.Slot);
    }

    private static SnipeTrade? BestOf(PoolFacts buy, PoolFacts sell, Mint token, ulong cap, IFlashLender? lender, SniperPolicy policy, MarketClock clock)
    {
        SnipeTrade? best = null;
        ulong low = 0, high = cap, before = 0;
        for (var input = Math.Min(InputMin, cap); input > 0; input = Next(input, cap))
        {
            var trade = At(buy, sell, token, input, lender, policy, clock);
            if (trade is not null && (best is null || trade.Profit > best.Profit)) (best, low, high) = (trade, before, Math.Min(cap, Next(input, cap) is 0 ? cap : Next(input, cap)));
            before = input;
        }

        // Curves give way monotonously, so around the best of the net there is one summit.
        for (var round = 0; round < RefinementsMax && high - low > 2 && best is not null; round++)
        {
            var third = (high - low) / 3;
            ulong left = low + third, right = high - third;
            var (a, b) = (At(buy, sell, token, left, lender, policy, clock), At(buy, sell, token, right, lender, policy, clock));
            best = Better(Better(best, a), b);
            if (ProfitOf(a) < ProfitOf(b)) low = left + 1;
            else high = right;
        }

        return best;
    }

    private static Int128 ProfitOf(SnipeTrade? trade) => trade?.Profit.Value ?? Int128.MinValue;

    private static SnipeTrade? Better(SnipeTrade? known, SnipeTrade? other) => ProfitOf(other) > ProfitOf(known) ? other : known;

    /// <summary>Zero after the cap.</summary>
    private static ulong Next(ulong input, ulong cap) => input >= cap ? 0 : (ulong)UInt128.Min(cap, (UInt128)input + input / 2 + 1);

    private static bool IsSolPool(IPoolCurve curve, Mint token) =>
        (curve.MintA.IsSol && curve.MintB == token) || (curve.MintB.IsSol && curve.MintA == token);
}
