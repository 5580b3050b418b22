using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Risk;

/// <summary>Checks 3, 4, 5 and 11: an amount against an amount.</summary>
internal static class AmountChecks
{
    public static CheckResult OwnCapital(CapitalBook book, Trade trade) =>
        book.AvailableValue(trade.Asset) is { } available
            ? Within(RiskCheck.OwnCapital, trade.Capital.Value, available.Value, available.Value)
            : new CheckResult(
                RiskCheck.OwnCapital, trade.Capital == Lamports.Zero, trade.Capital.Value, 0, -trade.Capital.Value, RiskUnit.Lamports, $"{trade.Asset} has no usable mark");

    public static CheckResult FlashLoanPerTrade(Trade trade, StrategyLimits? limits)
    {
        var most = (limits?.FlashLoanMax ?? Lamports.Zero).Value;
        return Within(RiskCheck.FlashLoanPerTrade, trade.FlashLoan.Value, most, most);
    }

    public static CheckResult FlashLoanPerDay(CapitalBook book, Trade trade, RiskLimits limits, DateTimeOffset now)
    {
        var used = CapitalBook.DayOf(now) > book.FlashLoans.Day ? 0 : book.FlashLoans.Used.Value;
        var most = limits.FlashLoansPerDayMax.Value;
        // Without a loan the cap has nothing to say: over it, flash loans are refused and the rest goes on.
        var check = Within(RiskCheck.FlashLoanPerDay, (decimal)used + trade.FlashLoan.Value, most, (decimal)most - used);
        return trade.FlashLoan == Lamports.Zero ? check with { Passed = true } : check;
    }

    public static CheckResult Slippage(Trade trade, RiskLimits limits)
    {
        var (value, limit) = (trade.SlippageBound.ToRatio(), limits.SlippageMax.ToRatio());
        return new CheckResult(RiskCheck.Slippage, value <= limit, value, limit, limit - value, RiskUnit.Ratio, null, limit);
    }

    private static CheckResult Within(RiskCheck check, decimal value, decimal limit, decimal acceptable) =>
        new(check, value <= limit, value, limit, limit - value, RiskUnit.Lamports, null, Math.Max(0, acceptable));
}
