using System.Globalization;
using Orleans;

namespace Orchestrator.Domain.Risk;

/// <summary>The twelve checks, in the order of their numbers; the first refusal names the decision.</summary>
public enum RiskCheck
{
    TradingState = 1,
    Freshness = 2,
    OwnCapital = 3,
    FlashLoanPerTrade = 4,
    FlashLoanPerDay = 5,
    Heat = 6,
    OpenPositions = 7,
    Leverage = 8,
    TokenShare = 9,
    StrategyBudget = 10,
    Slippage = 11,
    TokenInterval = 12,
}

public enum RiskUnit
{
    /// <summary>0 when the condition holds, 1 when it does not.</summary>
    Condition = 0,
    Lamports = 1,
    /// <summary>A plain ratio: 0.8 is 80 %.</summary>
    Ratio = 2,
    Count = 3,
    Slots = 4,
    Seconds = 5,
}

/// <summary>One check as it was evaluated on the book as it would be after the trade.</summary>
/// <param name="Value">What the trade would lead to.</param>
/// <param name="Limit">What is allowed: a maximum, except for the token interval, where it is the minimum.</param>
/// <param name="Margin">Distance to the limit; negative when refused.</param>
/// <param name="Detail">Says in words what numbers do not; null when they are enough.</param>
/// <param name="Acceptable">
/// Largest own capital (checks 3, 6, 8, 9, 10; lamports), flash loan (4, 5; lamports) or slippage bound (11; ratio) of this opportunity that
/// this check would have accepted. Null where the opportunity cannot change the answer.
/// </param>
[GenerateSerializer, Immutable, Alias("check-result")]
public readonly record struct CheckResult(
    [property: Id(0)] RiskCheck Check,
    [property: Id(1)] bool Passed,
    [property: Id(2)] decimal Value,
    [property: Id(3)] decimal Limit,
    [property: Id(4)] decimal Margin,
    [property: Id(5)] RiskUnit Unit,
    [property: Id(6)] string? Detail = null,
    [property: Id(7)] decimal? Acceptable = null)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Check}: {(Passed ? "passed" : "refused")}, {Value} of {Limit} {Unit}");
}
