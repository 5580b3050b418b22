using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>What an operator is told of the loop.</summary>
internal static class StatusReport
{
    public static OrchestratorStatus Of(
        PortfolioId portfolio, DecisionLoop loop, OrchestratorOptions options, DateTimeOffset now, DateTimeOffset activatedAt, double lateness, long deadLettered, IStoreAnchor store)
    {
        var book = loop.Book.Current;
        var decider = loop.Decider;
        var fault = store.Lost ?? (store.Refuses is { } refusal ? $"store refuses: {refusal}" : null);
        return new OrchestratorStatus(
            portfolio, decider.Epoch, options.Mode, (fault is null ? loop.Book.State : TradingState.Halted).ToString().ToUpperInvariant(), fault ?? book.Halt?.Detail ?? book.AllPaused?.Reason,
            loop.Desk.Queue.Count, loop.Desk.Queue.Capacity, loop.Running.Slots, options.MaxConcurrent,
            loop.Desk.Received, decider.Count(DecisionOutcome.Executed), decider.Count(DecisionOutcome.Rejected), decider.Count(DecisionOutcome.Expired),
            decider.Count(DecisionOutcome.Dropped) + decider.Count(DecisionOutcome.Cancelled), loop.Desk.Queue.ShedProfit,
            loop.Times.Percentile(0.5), loop.Times.Percentile(0.99), lateness,
            [.. decider.Reasons.Select(pair => new ReasonCount(pair.Key, pair.Value))], now, activatedAt, deadLettered, options.ConfigHash, fault);
    }
}
