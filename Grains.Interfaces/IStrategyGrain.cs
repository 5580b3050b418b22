using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Scoring;
using Orleans;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Interfaces;

/// <summary>What one strategy has earned and what it learned from it. Keyed by <see cref="StrategyKey"/>.</summary>
[Alias("strategy-grain"), GrainInterfaceType("strategy")]
public interface IStrategyGrain : IGrainWithStringKey
{
    /// <summary>Takes in one final outcome. Idempotent by the result's id; one that never landed counts nothing.</summary>
    [Alias("learn")]
    Task<StrategyStanding> Learn(ExecutionResult result);

    /// <summary>Looks at the window and adapts the weight, at most once in five minutes of trading time.</summary>
    [Alias("adapt")]
    Task<LearningOutcome> Adapt(DateTimeOffset now);

    /// <summary>For the scorer. Cheap.</summary>
    [Alias("standing"), AlwaysInterleave]
    Task<StrategyStanding> Standing();

    [Alias("read"), AlwaysInterleave]
    Task<StrategyView> Read();

    /// <summary>Overrides the configured mode until the next change of it by an operator; null goes back to the configured one.</summary>
    [Alias("set-mode")]
    Task SetMode(LearningMode? mode);

    [Alias("accept")]
    Task<LearningOutcome> Accept(int change);

    [Alias("roll-back")]
    Task<LearningOutcome> RollBack(int change);

    /// <summary>Writes an operator's pause into the book.</summary>
    [Alias("pause")]
    Task<PauseOutcome> Pause(string reason);

    [Alias("resume")]
    Task<PauseOutcome> Resume();
}

/// <summary>Key of a strategy's grain: portfolio and strategy, <c>main/arbitrage.ten_token</c>.</summary>
public static class StrategyKey
{
    private const char Separator = '/';

    public static string Of(PortfolioId portfolio, StrategyId strategy) => $"{portfolio}{Separator}{strategy}";

    /// <exception cref="FormatException">The key has no separator.</exception>
    public static (PortfolioId Portfolio, StrategyId Strategy) Parse(string key)
    {
        var at = key.IndexOf(Separator);
        if (at <= 0 || at == key.Length - 1) throw new FormatException($"'{key}' is not portfolio/strategy.");
        return (new PortfolioId(key[..at]), new StrategyId(key[(at + 1)..]));
    }
}

/// <param name="Realised">Sum over the window.</param>
/// <param name="Expected">Sum over the window, before calibration.</param>
[GenerateSerializer, Immutable, Alias("strategy-view")]
public sealed record StrategyView(
    [property: Id(0)] PortfolioId Portfolio,
    [property: Id(1)] StrategyId Strategy,
    [property: Id(2)] LearningMode Mode,
    [property: Id(3)] StrategyStanding Standing,
    [property: Id(4)] StrategyWeight Weight,
    [property: Id(5)] LearningEvidence Evidence,
    [property: Id(6)] Lamports Realised,
    [property: Id(7)] Lamports Expected,
    [property: Id(8)] StrategyAccount Account)
{
    public Lamports? Budget => Account.Budget;
}
