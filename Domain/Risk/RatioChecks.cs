using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Risk;

/// <summary>Checks 6 to 9: a share of total capital, and the number of positions, as they would be after the trade.</summary>
/// <remarks>A trade that closes a position passes: refusing it would hold the very exposure the limit is about.</remarks>
internal static class RatioChecks
{
    public static CheckResult Heat(in BookSums sums, Trade trade, RiskLimits limits, bool closes) =>
        Share(RiskCheck.Heat, sums.Reserved.Value, trade.Capital, sums.Equity, limits.HeatMax, closes);

    public static CheckResult OpenPositions(CapitalBook book, Trade trade, RiskLimits limits)
    {
        // What ends within its transaction, or closes, adds none: it passes even while the limit is exceeded.
        var opens = trade.OpensPosition && RiskRules.TakesAPlace(trade.Strategy);
        var after = RiskRules.PositionsOf(book) + (opens ? 1 : 0);
        return new CheckResult(
            RiskCheck.OpenPositions, !opens || after <= limits.OpenPositionsMax, after, limits.OpenPositionsMax,
            limits.OpenPositionsMax - after, RiskUnit.Count);
    }

    /// <summary>Exposure that outlives the transaction. A flash loan is borrowed and repaid within it, so it does not count.</summary>
    public static CheckResult Leverage(in BookSums sums, Trade trade, RiskLimits limits, bool closes) =>
        Share(RiskCheck.Leverage, (Int128)sums.Reserved.Value + sums.Held.Value, trade.Capital, sums.Equity, limits.LeverageMax, closes);

    public static CheckResult TokenShare(CapitalBook book, in BookSums sums, Trade trade, RiskLimits limits, bool closes) =>
        Share(RiskCheck.TokenShare, book.ExposureOf(trade.Token).Value, trade.Capital, sums.Equity, limits.TokenShareMax, closes);

    private static CheckResult Share(
        RiskCheck check, Int128 before, Lamports added, Lamports equity, BasisPoints limit, bool closes)
    {
        var after = before + added.Value;
        var passed = closes || RiskRules.IsWithin(after, equity, limit);
        // Shown against one lamport when nothing is left, so that the figure stays finite and says how far gone it is.
        var value = Math.Round((decimal)after / Math.Max(1, equity.Value), 9, MidpointRounding.ToPositiveInfinity);
        var most = ExactMath.FloorDiv((Int128)limit.Value * equity.Value, BasisPoints.One) - before;
        return new CheckResult(
            check, passed, value, limit.ToRatio(), limit.ToRatio() - value, RiskUnit.Ratio, null, closes ? null : (decimal)Int128.Max(0, most));
    }
}
