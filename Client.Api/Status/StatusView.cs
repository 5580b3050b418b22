using Orchestrator.Client.Api.Wire;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Client.Api.Status;

/// <summary>What an operator wants to know first.</summary>
/// <param name="Mode">replay, paper, shadow or live.</param>
/// <param name="TradingState">active, reducing or halted. Also halted while the store refuses; that ends by itself with the first write it takes.</param>
/// <param name="StateReason">Why it is not active, or what is paused; null when nothing is held back.</param>
/// <param name="Executed">This and the other counts: since this activation; what the book realised is over its whole life.</param>
/// <param name="Reasons">Decisions that were not executions, by reason, since this activation.</param>
/// <param name="Now">The orchestrator's clock, which is event time in replay and demo.</param>
public sealed record StatusView(
    string Portfolio,
    long Epoch,
    string Mode,
    string TradingState,
    string? StateReason,
    int QueueSize,
    int QueueCapacity,
    int Running,
    int RunningLimit,
    long Received,
    long Executed,
    long Rejected,
    long Expired,
    long Dropped,
    long ShedProfitLamports,
    double DecisionP50Ms,
    double DecisionP99Ms,
    double TickLatenessP99Ms,
    IReadOnlyDictionary<string, long> Reasons,
    long DeadLettered,
    string ConfigHash,
    DateTimeOffset Now,
    DateTimeOffset ActivatedAt)
{
    /// <summary>Where the store takes nothing, nothing is traded, whatever the book last said.</summary>
    private static string StateOf(OrchestratorStatus status, PortfolioSnapshot book) =>
        Words.Of(status.StoreFault is null ? book.State : Domain.Risk.TradingState.Halted);

    private static string? ReasonOf(OrchestratorStatus status, PortfolioSnapshot book) => (book.Halt, status.StoreFault) switch
    {
        ({ } halt, { } fault) => $"{halt.Detail}; {fault}",
        ({ } halt, null) => halt.Detail,
        (null, { } fault) => fault,
        _ => book.AllPaused?.Reason,
    };

    public string ShedProfitSol => Words.Sol(ShedProfitLamports);

    internal static StatusView Of(OrchestratorStatus status, PortfolioSnapshot book) => new(
        status.Portfolio.Value, status.Epoch.Value, status.Mode, StateOf(status, book), ReasonOf(status, book),
        status.QueueSize, status.QueueCapacity, status.Running, status.RunningLimit,
        status.Received, status.Executed, status.Rejected, status.Expired, status.Dropped, status.ShedProfit.Value,
        Words.Milliseconds(status.DecisionP50), Words.Milliseconds(status.DecisionP99), Words.Milliseconds(status.TickLatenessP99),
        status.Reasons.OrderByDescending(reason => reason.Count).ToDictionary(reason => reason.Reason, reason => reason.Count, StringComparer.Ordinal),
        status.DeadLettered, status.ConfigHash, status.Now, status.ActivatedAt);
}
