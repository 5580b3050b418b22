using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Scoring;

namespace Orchestrator.Domain.Opportunities;

/// <summary>An opportunity with the score it was queued by.</summary>
public sealed record QueuedOpportunity(Opportunity Opportunity, Score Score);

/// <summary>
/// The live opportunities of one portfolio, exits before entries, best first. Bounded; one per (strategy, route key); every operation is O(log n).
/// Mutable and not thread-safe: it belongs to one activation. Whatever leaves it is handed out, because nothing disappears without a decision.
/// </summary>
public sealed class OpportunityQueue
{
    public const int CapacityDefault = 10_000;

    private readonly Dictionary<OpportunityId, QueuedOpportunity> byId = [];
    private readonly Dictionary<(StrategyId, RouteKey), QueuedOpportunity> byRoute = [];
    private SortedSet<QueuedOpportunity> byWorth = new(WorthOrder.Instance);
    private readonly SortedSet<QueuedOpportunity> byExpiry = new(ExpiryOrder.Instance);
    private readonly SharedNames names = new();
    private readonly int capacity;

    /// <param name="capacity">At least 1.</param>
    public OpportunityQueue(int capacity = CapacityDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        this.capacity = capacity;
    }

    public int Count => byId.Count;

    public int Capacity => capacity;

    /// <summary>How many left because the queue was full, ever.</summary>
    public long ShedCount { get; private set; }

    /// <summary>Expected profit of those that left because the queue was full, ever; only positive expectations count.</summary>
    public Lamports ShedProfit { get; private set; }

    public bool Contains(OpportunityId id) => byId.ContainsKey(id);

    public QueuedOpportunity? Find(OpportunityId id) => byId.GetValueOrDefault(id);

    /// <summary>Offers one. The caller scores it, because one scorer serves every producer.</summary>
    public EnqueueResult Enqueue(Opportunity opportunity, in Score score, DateTimeOffset now)
    {
        if (AdmissionRules.FirstRefusal(opportunity, now) is { } refusal) return new(refusal, null);
        if (byId.TryGetValue(opportunity.Id, out var same))
            return new(same.Opportunity.HasSameContent(opportunity) ? Admission.AlreadyQueued : Admission.SameIdOtherContent, null);
        var newcomer = new QueuedOpportunity(names.In(opportunity), score);

        if (byRoute.TryGetValue((opportunity.Strategy, opportunity.RouteKey), out var older))
        {
            if (opportunity.CreatedAt < older.Opportunity.CreatedAt) return new(Admission.OlderThanQueued, null);
            Remove(older);
            Add(newcomer);
            return new(Admission.Refreshed, older);
        }

        if (Count < capacity)
        {
            Add(newcomer);
            return new(Admission.Enqueued, null);
        }

        return MakeRoomFor(newcomer);
    }

    /// <summary>Takes out everything that has expired; each is owed a decision.</summary>
    public ImmutableArray<QueuedOpportunity> Sweep(DateTimeOffset now)
    {
        ImmutableArray<QueuedOpportunity>.Builder? expired = null;
        while (byExpiry.Min is { } next && next.Opportunity.IsExpired(now))
        {
            Remove(next);
            (expired ??= ImmutableArray.CreateBuilder<QueuedOpportunity>()).Add(next);
        }

        return expired?.ToImmutable() ?? [];
    }

    /// <summary>Takes the first: exits before entries, then the highest raw score; of equals the older. Sweep first: this does not look at the clock.</summary>
    public QueuedOpportunity? TryTakeBest()
    {
        if (byWorth.Min is not { } best) return null;
        Remove(best);
        return best;
    }

    /// <summary>Takes the best of those that lower exposure; the rest waits. At most as many are looked at as there are exits.</summary>
    public QueuedOpportunity? TryTakeExit(Func<Opportunity, bool> may)
    {
        foreach (var queued in byWorth)
        {
            if (queued.Opportunity.Closes is null) return null;
            if (!may(queued.Opportunity)) continue;
            Remove(queued);
            return queued;
        }

        return null;
    }

    /// <summary>Takes one out by name, for an operator's cancel.</summary>
    public QueuedOpportunity? TryTake(OpportunityId id)
    {
        if (!byId.TryGetValue(id, out var found)) return null;
        Remove(found);
        return found;
    }

    /// <summary>Best first, for operators. O(skip + take).</summary>
    public ImmutableArray<QueuedOpportunity> Page(int skip, int take) => [.. byWorth.Skip(skip).Take(take)];

    /// <summary>Ids of all that wait, in no order that means anything.</summary>
    public ImmutableArray<OpportunityId> Ids => [.. byId.Keys];

    /// <summary>Scores one again; one that has left meanwhile is passed over. O(log n).</summary>
    public void Rescore(OpportunityId id, Func<Opportunity, Score> score)
    {
        if (!byId.TryGetValue(id, out var queued)) return;
        var next = queued with { Score = score(queued.Opportunity) };
        if (next.Score == queued.Score) return;
        Remove(queued);
        Add(next);
    }

    /// <summary>Scores all again, after weights or a strategy's standing changed. O(n log n).</summary>
    public void Rescore(Func<Opportunity, Score> score)
    {
        var again = byId.Values.Select(queued => queued with { Score = score(queued.Opportunity) }).ToList();
        byId.Clear();
        byRoute.Clear();
        byExpiry.Clear();
        byWorth = new SortedSet<QueuedOpportunity>(WorthOrder.Instance);
        foreach (var queued in again) Add(queued);
    }

    private EnqueueResult MakeRoomFor(QueuedOpportunity newcomer)
    {
        var worst = byWorth.Max!;
        var leaves = WorthOrder.Instance.Compare(newcomer, worst) < 0 ? worst : newcomer;
        ShedCount++;
        ShedProfit += Lamports.Max(leaves.Opportunity.ExpectedProfit, Lamports.Zero);
        if (ReferenceEquals(leaves, newcomer)) return new(Admission.WorseThanAllQueued, null);
        Remove(worst);
        Add(newcomer);
        return new(Admission.Enqueued, worst);
    }

    private void Add(QueuedOpportunity queued)
    {
        byId.Add(queued.Opportunity.Id, queued);
        byRoute.Add((queued.Opportunity.Strategy, queued.Opportunity.RouteKey), queued);
        byWorth.Add(queued);
        byExpiry.Add(queued);
    }

    private void Remove(QueuedOpportunity queued)
    {
        byId.Remove(queued.Opportunity.Id);
        byRoute.Remove((queued.Opportunity.Strategy, queued.Opportunity.RouteKey));
        byWorth.Remove(queued);
        byExpiry.Remove(queued);
    }
}
