using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;
using Orleans;

namespace Orchestrator.Domain.Decisions;

public enum DecisionOutcome
{
    /// <summary>Commanded; <see cref="DecisionRecord.Result"/> says what came of it.</summary>
    Executed = 0,
    Rejected = 1,
    Expired = 2,
    /// <summary>Left the queue without being looked at: shed, refreshed, or its handling failed.</summary>
    Dropped = 3,
    Cancelled = 4,
}

/// <summary>Stable reason codes besides the names of the twelve checks.</summary>
public static class DecisionReasons
{
    public const string Commanded = "commanded";
    public const string ExpiredInQueue = "expired_in_queue";
    public const string ExpiredOnArrival = "expired_on_arrival";
    public const string Shed = "shed";
    public const string Refreshed = "refreshed";
    public const string Faulted = "faulted";
    public const string CancelledByOperator = "cancelled_by_operator";

    /// <summary>The code of a commanded sale: the rule that sells.</summary>
    public static string Of(ExitRule rule) => rule switch
    {
        ExitRule.Emergency => "exit_emergency",
        ExitRule.StopLoss => "exit_stop_loss",
        ExitRule.TakeProfit => "exit_take_profit",
        ExitRule.Time => "exit_time",
        ExitRule.Operator => "exit_operator",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "Not an exit rule."),
    };

    /// <summary>The code of a refusing check, for example <c>own_capital</c>.</summary>
    public static string Of(RiskCheck check) => check switch
    {
        RiskCheck.TradingState => "trading_state",
        RiskCheck.Freshness => "freshness",
        RiskCheck.OwnCapital => "own_capital",
        RiskCheck.FlashLoanPerTrade => "flash_loan_per_trade",
        RiskCheck.FlashLoanPerDay => "flash_loan_per_day",
        RiskCheck.Heat => "heat",
        RiskCheck.OpenPositions => "open_positions",
        RiskCheck.Leverage => "leverage",
        RiskCheck.TokenShare => "token_share",
        RiskCheck.StrategyBudget => "strategy_budget",
        RiskCheck.Slippage => "slippage",
        RiskCheck.TokenInterval => "token_interval",
        _ => throw new ArgumentOutOfRangeException(nameof(check), check, "Not a risk check."),
    };
}

/// <summary>What the orchestrator made of one opportunity, with everything it was decided on.</summary>
/// <param name="Sequence">Order of decisions within the portfolio; 0 until the journal gives it.</param>
/// <param name="Reason">Stable code: a check's name, or one of <see cref="DecisionReasons"/>, or a book outcome.</param>
/// <param name="Score">Null when it was refused before it was scored.</param>
/// <param name="Risk">Null when it was decided before the checks.</param>
/// <param name="Change">The smallest single change that would have passed; null when none was needed or the checks did not run.</param>
/// <param name="ConfigHash">Of the settings in force.</param>
/// <param name="Stages">Seconds of real time per stage.</param>
/// <param name="TraceId">W3C trace id, 32 hex digits; null when none was sampled.</param>
[GenerateSerializer, Immutable, Alias("decision-record")]
public sealed record DecisionRecord(
    [property: Id(0)] long Sequence,
    [property: Id(1)] PortfolioId Portfolio,
    [property: Id(2)] Opportunity Opportunity,
    [property: Id(3)] DecisionOutcome Outcome,
    [property: Id(4)] string Reason,
    [property: Id(5)] string? Detail,
    [property: Id(6)] Score? Score,
    [property: Id(7)] RiskReport? Risk,
    [property: Id(8)] SuggestedChange? Change,
    [property: Id(9)] Epoch Epoch,
    [property: Id(10)] string ConfigHash,
    [property: Id(11)] ImmutableArray<StageTime> Stages,
    [property: Id(12)] string? TraceId,
    [property: Id(13)] DateTimeOffset ObservedAt,
    [property: Id(14)] DateTimeOffset DecidedAt,
    [property: Id(15)] ExecutionResult? Result = null);
