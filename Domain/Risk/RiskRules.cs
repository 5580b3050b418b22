using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Risk;

/// <summary>The twelve checks, all evaluated on the book as it would be after the trade. Pure; a few hundred bytes of garbage per call.</summary>
public static class RiskRules
{
    /// <param name="freshness">What the orchestrator knows of check 2; without it only the expiry is checked.</param>
    public static RiskReport Evaluate(
        CapitalBook book, Trade trade, RiskLimits limits, DateTimeOffset now, Freshness? freshness = null)
    {
        var closes = ClosesPosition(book, trade);
        var strategy = limits.For(trade.Strategy);
        var sums = new BookSums(book.Equity(), book.ReservedValue(), book.HeldValue());
        var checks = new CheckResult[12];
        checks[0] = StateChecks.TradingState(book, trade, limits, closes, now);
        checks[1] = StateChecks.Freshness(trade, limits, now, freshness);
        checks[2] = AmountChecks.OwnCapital(book, trade);
        checks[3] = AmountChecks.FlashLoanPerTrade(trade, strategy);
        checks[4] = AmountChecks.FlashLoanPerDay(book, trade, limits, now);
        checks[5] = RatioChecks.Heat(sums, trade, limits, closes);
        checks[6] = RatioChecks.OpenPositions(book, trade, limits);
        checks[7] = RatioChecks.Leverage(sums, trade, limits, closes);
        checks[8] = RatioChecks.TokenShare(book, sums, trade, limits, closes);
        checks[9] = StateChecks.StrategyBudget(book, trade, strategy, closes);
        checks[10] = AmountChecks.Slippage(trade, limits);
        checks[11] = StateChecks.TokenInterval(book, trade, strategy, closes, now);
        return new RiskReport(ImmutableCollectionsMarshal.AsImmutableArray(checks), trade.Capital, trade.FlashLoan, trade.SlippageBound);
    }

    /// <summary>
    /// A trade lowers exposure only if it names an open position of its token that nothing else is closing, and asks for no more capital than
    /// the position cost.
    /// </summary>
    public static bool ClosesPosition(CapitalBook book, Trade trade)
    {
        if (trade.Closes is not { } id || book.FindPosition(id) is not { } position) return false;
        if (position.Token != trade.Token || trade.Capital > position.CostValue) return false;
        foreach (var reservation in book.Reservations)
        {
            if (reservation.Closes == id && reservation.Id != trade.Id) return false;
        }

        return true;
    }

    /// <summary>The number of positions bounds what has to be watched and sold; own capital at a lender is neither.</summary>
    internal static bool TakesAPlace(StrategyId strategy) => strategy != StrategyId.Lending;

    /// <summary>Open positions, and open reservations that may become one. What is lent takes no place from a trade.</summary>
    internal static int PositionsOf(CapitalBook book)
    {
        var count = 0;
        foreach (var position in book.Positions)
        {
            if (TakesAPlace(position.Strategy)) count++;
        }

        foreach (var reservation in book.Reservations)
        {
            if (reservation.OpensPosition && TakesAPlace(reservation.Strategy)) count++;
        }

        return count;
    }

    /// <summary>part / whole ≤ limit, without rounding. Nothing is within a share of nothing but nothing.</summary>
    internal static bool IsWithin(Int128 part, Lamports whole, BasisPoints limit) =>
        part <= 0 || part * BasisPoints.One <= (Int128)limit.Value * whole.Value;
}

/// <summary>The sums several checks share, in lamports of value.</summary>
internal readonly record struct BookSums(Lamports Equity, Lamports Reserved, Lamports Held);
