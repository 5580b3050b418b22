using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Takes in final outcomes: frees the slot, teaches strategy and token, judges the execution breaker. The money itself was booked by the
/// saga. Results apply in the order of (event time, id), whichever way they came.
/// </summary>
internal sealed class Settling(PortfolioId portfolio, LoopPorts ports, RunningSet running, TradingDesk desk, BookCopy book, Decider decider)
{
    private static readonly Comparer<ExecutionResult> ByTime = Comparer<ExecutionResult>.Create((left, right) =>
    {
        var byTime = left.FinishedAt.CompareTo(right.FinishedAt);
        return byTime != 0 ? byTime : left.Id.CompareTo(right.Id);
    });

    /// <summary>For a tick at most, or until a take-over is done. Each is of an execution that ran and stands here once, however often it is told: there are no more than could run and were not taken in.</summary>
    private readonly SortedSet<ExecutionResult> _waiting = new(ByTime);
    private readonly RecentIds _settled = new(ports.Options.CurrentValue.DecidedMemory);
    private readonly Dictionary<StrategyId, ExecutionHistory> _histories = [];
    private readonly ILogger _log = ports.Loggers.CreateLogger<Settling>();
    private DateTimeOffset _nextLearning;

    public void Receive(ExecutionResult result)
    {
        if (!_settled.Contains(result.Id)) _waiting.Add(result);
    }

    /// <returns>How many were taken in.</returns>
    public async Task<int> Apply(DateTimeOffset now, ContinuationSet continuations)
    {
        var applied = 0;
        while (_waiting.Min is { } result)
        {
            _waiting.Remove(result);
            if (!_settled.Add(result.Id)) continue;
            applied++;
            running.Remove(result.Id);
            await continuations.Start(() => Learn(result));
        }

        if (applied > 0) book.Changed();
        return applied;
    }

    public async Task AdaptWhenDue(DateTimeOffset now, ContinuationSet continuations)
    {
        if (now < _nextLearning) return;
        if (_nextLearning != default) await continuations.Start(() => Adapt(now));
        _nextLearning = now + ports.Options.CurrentValue.LearningInterval;
    }

    public async Task LoadStandings()
    {
        StrategyId[] strategies = [.. ports.Limits.CurrentValue.Risk.Strategies.Select(limit => limit.Strategy)];
        var standings = await Task.WhenAll(strategies.Select(strategy => Strategy(strategy).Standing()));
        foreach (var (strategy, standing) in strategies.Zip(standings)) desk.Learn(strategy, standing);
    }

    /// <summary>Its result was taken in.</summary>
    public bool IsSettled(OpportunityId id) => _settled.Contains(id);

    /// <summary>Teaches what an earlier life may not have taught any more; who knows it already learns nothing twice.</summary>
    public async Task LearnAgain(ExecutionResult result)
    {
        _settled.Add(result.Id);
        await Teach(result);
    }

    private async Task Learn(ExecutionResult result)
    {
        await Teach(result);
        await JudgeExecutions(result);
    }

    private async Task Teach(ExecutionResult result)
    {
        var standing = await Strategy(result.Strategy).Learn(result);
        await ports.Grains.GetGrain<ITokenGrain>(result.Token.Value).Learn(result);
        desk.Learn(result.Strategy, standing);
    }

    /// <summary>More failures than allowed among the last executions pause the strategy; its history then starts anew.</summary>
    private async Task JudgeExecutions(ExecutionResult result)
    {
        // What was refused before it was tried says nothing of the venue.
        if (result.Outcome == ExecutionOutcome.Refused) return;
        var limits = ports.Limits.CurrentValue.Breakers;
        var history = _histories.GetValueOrDefault(result.Strategy).Add(result.Outcome != ExecutionOutcome.Landed);
        _histories[result.Strategy] = history;
        if (!history.IsTripped(limits)) return;

        _histories[result.Strategy] = default;
        var failures = history.FailuresOfLast(limits.ExecutionWindow);
        Log.ExecutionsFail(_log, result.Strategy, failures, limits.ExecutionWindow);
        await ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value).PauseBy(
            decider.Epoch, result.Strategy, PauseCause.ExecutionFailures, $"{failures} of the last {limits.ExecutionWindow} executions failed");
        book.Changed();
    }

    private async Task Adapt(DateTimeOffset now)
    {
        foreach (var strategy in ports.Limits.CurrentValue.Risk.Strategies)
        {
            await Strategy(strategy.Strategy).Adapt(now);
            desk.Learn(strategy.Strategy, await Strategy(strategy.Strategy).Standing());
        }

        await ports.Division.Divide(portfolio);
        book.Changed();
    }

    private IStrategyGrain Strategy(StrategyId strategy) => ports.Grains.GetGrain<IStrategyGrain>(StrategyKey.Of(portfolio, strategy));
}
