using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;

namespace Orchestrator.Grains.Decisions;

/// <summary>Writes down what was made of each opportunity, counts it, and holds it until the journal has it.</summary>
internal sealed class Decider(PortfolioId portfolio, Func<string> configHash, OrchestratorMetrics metrics)
{
    private readonly Queue<DecisionRecord> _waiting = new();
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly long[] _outcomes = new long[Enum.GetValues<DecisionOutcome>().Length];
    private long _decided;

    /// <summary>Epoch stamped on every decision from now on.</summary>
    public Epoch Epoch { get; set; }

    /// <summary>Decisions that no journal has yet.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Of them those that commanded: their sagas wait as well.</summary>
    public int CommandsWaiting { get; private set; }

    /// <summary>Number of the newest decision that the journal has; those before it are there as well.</summary>
    public long WrittenTo { get; private set; }

    public long Count(DecisionOutcome outcome) => _outcomes[(int)outcome];

    /// <summary>Counts by reason of everything that was not executed.</summary>
    public IEnumerable<KeyValuePair<string, long>> Reasons => _reasons.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal);

    /// <returns>The number of this decision, from 1 on in this activation.</returns>
    public long Decide(
        Opportunity opportunity, Score? score, DecisionOutcome outcome, string reason, DateTimeOffset now, string? detail = null,
        RiskReport? risk = null, ImmutableArray<StageTime> stages = default)
    {
        _outcomes[(int)outcome]++;
        if (outcome == DecisionOutcome.Executed) CommandsWaiting++;
        else _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        metrics.Decided(outcome, reason);
        _waiting.Enqueue(new DecisionRecord(
            0, portfolio, opportunity, outcome, reason, detail, score, risk, risk?.SmallestChange(), Epoch, configHash(),
            stages.IsDefault ? [] : stages, Activity.Current?.TraceId.ToHexString(), opportunity.CreatedAt, now));
        return ++_decided;
    }

    /// <summary>The oldest ones, for one write; they stay until <see cref="Written"/>.</summary>
    public ImmutableArray<DecisionRecord> Batch(int most) => [.. _waiting.Take(most)];

    public void Written(int count)
    {
        for (var i = 0; i < count; i++)
            if (_waiting.Dequeue().Outcome == DecisionOutcome.Executed) CommandsWaiting--;
        WrittenTo += count;
    }
}
