using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Risk;

public enum TradingState
{
    Active = 0,
    /// <summary>A limit is exceeded by a loss or a lowered setting: only trades that lower exposure.</summary>
    Reducing = 1,
    /// <summary>No new intent and no first send; what was sent is only resolved.</summary>
    Halted = 2,
}

public static class TradingStates
{
    /// <summary>Derived, never stored, except for the halt, which latches in the book.</summary>
    public static TradingState StateUnder(this CapitalBook book, RiskLimits limits) =>
        book.Halt is not null ? TradingState.Halted
        : book.FirstExceeded(limits) is not null ? TradingState.Reducing
        : TradingState.Active;

    /// <summary>
    /// The first limit the book exceeds as it stands. Flash-loan use is not among them: over its limit only flash loans are refused.
    /// </summary>
    public static RiskCheck? FirstExceeded(this CapitalBook book, RiskLimits limits)
    {
        foreach (var account in book.Assets)
        {
            if (account.Available < SignedUnits.Zero) return RiskCheck.OwnCapital;
        }

        var equity = book.Equity();
        var reserved = book.ReservedValue();
        if (!RiskRules.IsWithin(reserved.Value, equity, limits.HeatMax)) return RiskCheck.Heat;
        if (RiskRules.PositionsOf(book) > limits.OpenPositionsMax) return RiskCheck.OpenPositions;
        if (!RiskRules.IsWithin((Int128)reserved.Value + book.HeldValue().Value, equity, limits.LeverageMax)) return RiskCheck.Leverage;
        foreach (var token in book.Tokens)
        {
            if (!RiskRules.IsWithin(token.Exposure.Value, equity, limits.TokenShareMax)) return RiskCheck.TokenShare;
        }

        return null;
    }
}
