using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>What was taken from the queue, with the moment it arrived on the real clock.</summary>
internal sealed record Candidate(Opportunity Opportunity, Score Score, long ArrivedStamp)
{
    /// <summary>When it could be decided at the earliest: on arrival, when a slot became free, or when a driver ticked. Waiting for those is not deciding.</summary>
    public long ReadyStamp { get; set; } = ArrivedStamp;
}

/// <summary>
/// Everything that waits: admission, score, queue, and the promise that no opportunity disappears without a decision.
/// Mutable, without I/O; belongs to one activation.
/// </summary>
internal sealed class TradingDesk(OrchestratorOptions options, Decider decider)
{
    private readonly OpportunityQueue _queue = new(options.QueueCapacity);
    private readonly RecentIds _decided = new(options.DecidedMemory);
    private readonly Dictionary<OpportunityId, long> _arrivals = [];
    private readonly Dictionary<StrategyId, StrategyStanding> _standings = [];

    public OpportunityQueue Queue => _queue;

    /// <summary>How many are scored again in one tick: a full queue is up to date after half a second, and no tick is held up by it.</summary>
    private const int RescoredPerTick = 200;

    private readonly Queue<OpportunityId> _toRescore = new();
    private ScoringWeights _weights = ScoringWeights.Default;
    private bool _outdated;

    public ScoringWeights Weights
    {
        get => _weights;
        set
        {
            if (_weights == value) return;
            _weights = value;
            _outdated = true;
        }
    }

    /// <summary>Offers that were new, good or bad.</summary>
    public long Received { get; private set; }

    public bool WasDecided(OpportunityId id) => _decided.Contains(id);

    /// <summary>Remembers a decision made elsewhere, such as a reservation found at a takeover.</summary>
    public void Remember(OpportunityId id) => _decided.Add(id);

    public OfferReceipt Offer(Opportunity offered, DateTimeOffset now, long stamp)
    {
        // A repetition of what was decided is the same thing again, not another decision.
        if (_decided.Contains(offered.Id)) return new(offered.Id, false, "decided_before", "This opportunity has a decision already.");

        Received++;
        var latest = offered.CreatedAt + options.OpportunityTimeout;
        var opportunity = offered.ExpiresAt > latest ? offered with { ExpiresAt = latest } : offered;
        var score = Score(opportunity);
        var (admission, displaced) = _queue.Enqueue(opportunity, score, now);
        if (displaced is not null) Leave(displaced, admission == Admission.Refreshed ? DecisionReasons.Refreshed : DecisionReasons.Shed, now);
        switch (admission)
        {
            case Admission.Enqueued or Admission.Refreshed:
                _arrivals[opportunity.Id] = stamp;
                break;
            case Admission.AlreadyExpired:
                Decide(opportunity, score, DecisionOutcome.Expired, DecisionReasons.ExpiredOnArrival, null, now);
                break;
            case Admission.WorseThanAllQueued:
                Decide(opportunity, score, DecisionOutcome.Dropped, DecisionReasons.Shed, null, now);
                break;
            case Admission.OlderThanQueued:
                Decide(opportunity, score, DecisionOutcome.Dropped, DecisionReasons.Refreshed, "A newer one of its route was waiting.", now);
                break;
        }

        return new(opportunity.Id, admission <= Admission.AlreadyQueued, CodeOf(admission), null);
    }

    /// <summary>Everything that has run out of time leaves, with a decision each.</summary>
    public int Sweep(DateTimeOffset now)
    {
        var expired = _queue.Sweep(now);
        foreach (var queued in expired)
        {
            _arrivals.Remove(queued.Opportunity.Id);
            Decide(queued.Opportunity, queued.Score, DecisionOutcome.Expired, DecisionReasons.ExpiredInQueue, null, now);
        }

        return expired.Length;
    }

    /// <summary>The next that may be looked at in this state: anything, only what lowers exposure, or only what an operator sells himself.</summary>
    public Candidate? TryTake(TradingState state)
    {
        var taken = state switch
        {
            TradingState.Active => _queue.TryTakeBest(),
            TradingState.Reducing => _queue.TryTakeExit(_ => true),
            _ => _queue.TryTakeExit(exit => exit.Priority is not null),
        };
        if (taken is not { } best) return null;
        _arrivals.Remove(best.Opportunity.Id, out var stamp);
        return new Candidate(best.Opportunity, best.Score, stamp);
    }

    public bool Cancel(OpportunityId id, string actor, DateTimeOffset now)
    {
        if (_queue.TryTake(id) is not { } queued) return false;
        _arrivals.Remove(id);
        Decide(queued.Opportunity, queued.Score, DecisionOutcome.Cancelled, DecisionReasons.CancelledByOperator, $"by {actor}", now);
        return true;
    }

    /// <summary>What a strategy has earned so far changes what its next ones are worth.</summary>
    public void Learn(StrategyId strategy, StrategyStanding standing)
    {
        if (_standings.TryGetValue(strategy, out var known) && known == standing) return;
        _standings[strategy] = standing;
        _outdated = true;
    }

    /// <summary>Brings scores up to date, a part of the queue at a time.</summary>
    public void RescoreSome()
    {
        if (_toRescore.Count == 0 && _outdated)
        {
            _outdated = false;
            foreach (var id in _queue.Ids) _toRescore.Enqueue(id);
        }

        for (var i = 0; i < RescoredPerTick && _toRescore.TryDequeue(out var id); i++) _queue.Rescore(id, Score);
    }

    public ImmutableArray<QueueEntry> Page(int skip, int take) =>
        [.. _queue.Page(skip, take).Select((queued, index) => new QueueEntry(skip + index + 1, queued.Opportunity, queued.Score.Raw, queued.Score.Shown))];

    private Score Score(Opportunity opportunity) =>
        Scorer.Score(opportunity, Weights, _standings.TryGetValue(opportunity.Strategy, out var standing) ? standing : StrategyStanding.Unknown);

    private void Leave(QueuedOpportunity queued, string reason, DateTimeOffset now)
    {
        _arrivals.Remove(queued.Opportunity.Id);
        Decide(queued.Opportunity, queued.Score, DecisionOutcome.Dropped, reason, null, now);
    }

    private void Decide(Opportunity opportunity, Score score, DecisionOutcome outcome, string reason, string? detail, DateTimeOffset now)
    {
        _decided.Add(opportunity.Id);
        decider.Decide(opportunity, score, outcome, reason, now, detail);
    }

    /// <summary>Stable words of the API for what the queue said.</summary>
    private static string CodeOf(Admission admission) => admission switch
    {
        Admission.Enqueued => "queued",
        Admission.Refreshed => "refreshed",
        Admission.AlreadyQueued => "already_queued",
        Admission.NotVersion7 => "id_not_version_7",
        Admission.Malformed => "malformed",
        Admission.NegativeAmount => "negative_amount",
        Admission.OutOfRange => "out_of_range",
        Admission.CreatedInFuture => "created_in_future",
        Admission.ExpiresBeforeCreated => "expires_before_created",
        Admission.AlreadyExpired => "expired",
        Admission.SameIdOtherContent => "same_id_other_content",
        Admission.OlderThanQueued => "older_than_queued",
        Admission.WorseThanAllQueued => "worse_than_all_queued",
        _ => throw new ArgumentOutOfRangeException(nameof(admission), admission, "Not an admission."),
    };
}
