using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Risk;

/// <summary>Checks 1, 2, 10 and 12: may this trade be made at all, now?</summary>
internal static class StateChecks
{
    public static CheckResult TradingState(CapitalBook book, Trade trade, RiskLimits limits, bool closes, DateTimeOffset now)
    {
        var refusal = book.StateUnder(limits) switch
        {
            Risk.TradingState.Halted when !(closes && trade.ByOperator) => $"halted: {book.Halt!.Detail}",
            Risk.TradingState.Reducing when !closes => $"reducing: {book.FirstExceeded(limits)} is exceeded",
            // A trade that names a position is an exit or nothing: it must not open what it was not counted for.
            _ when trade.Closes is { } named && !closes => $"{named} is no open position of this token, is being closed, or cost less than the capital asked for",
            // Breakers fail closed: what cannot be valued cannot be judged.
            _ when !closes && book.Unvalued(limits, now) is { } token => $"{token} is held and has no fresh mark, so the loss breakers cannot be evaluated",
            _ => null,
        };
        return Condition(RiskCheck.TradingState, refusal);
    }

    public static CheckResult Freshness(Trade trade, RiskLimits limits, DateTimeOffset now, Freshness? known)
    {
        if (trade.ExpiresAt <= now) return Condition(RiskCheck.Freshness, "expired");
        if (known is not { } freshness) return Condition(RiskCheck.Freshness, null);
        if (freshness.DecidedBefore) return Condition(RiskCheck.Freshness, "decided before");
        if (freshness.DataSlot is not { } slot)
            return Condition(RiskCheck.Freshness, trade.ByOperator ? null : "no market data is named behind it");
        // Data ahead of the newest slot seen is as fresh as can be: feeds overtake each other by a slot.
        var lag = freshness.CurrentSlot > slot ? freshness.CurrentSlot - slot : 0;
        var passed = lag <= limits.SlotLagMax;
        return new CheckResult(
            RiskCheck.Freshness, passed, lag, limits.SlotLagMax, (decimal)limits.SlotLagMax - lag, RiskUnit.Slots, passed ? null : "market data is too old");
    }

    public static CheckResult StrategyBudget(CapitalBook book, Trade trade, StrategyLimits? limits, bool closes)
    {
        // Switched off, it opens nothing; what it holds must still be sold.
        if (limits is null && !closes) return Condition(RiskCheck.StrategyBudget, $"no limits are set for strategy {trade.Strategy}");
        var account = book.Strategy(trade.Strategy);
        if (!closes && (book.AllPaused ?? account.Pause) is { } pause)
            return Condition(RiskCheck.StrategyBudget, $"paused ({pause.Cause}): {pause.Reason}");
        if (account.Budget is not { } budget) return Condition(RiskCheck.StrategyBudget, null);
        var after = (decimal)account.Exposure.Value + trade.Capital.Value;
        var passed = closes || after <= budget.Value;
        return new CheckResult(
            RiskCheck.StrategyBudget, passed, after, budget.Value, budget.Value - after, RiskUnit.Lamports, null,
            closes ? null : Math.Max(0, (decimal)budget.Value - account.Exposure.Value));
    }

    public static CheckResult TokenInterval(CapitalBook book, Trade trade, StrategyLimits? limits, bool closes, DateTimeOffset now)
    {
        var interval = (decimal)(limits?.TokenInterval ?? TimeSpan.Zero).TotalSeconds;
        if (closes || interval <= 0 || book.Last(trade.Strategy, trade.Token) is not { } last)
            return Condition(RiskCheck.TokenInterval, null);
        var since = Math.Max(0, (decimal)(now - last).TotalSeconds);
        return new CheckResult(RiskCheck.TokenInterval, since >= interval, since, interval, since - interval, RiskUnit.Seconds);
    }

    private static CheckResult Condition(RiskCheck check, string? refusal) =>
        new(check, refusal is null, refusal is null ? 0 : 1, 0, refusal is null ? 0 : -1, RiskUnit.Condition, refusal);
}
