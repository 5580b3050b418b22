using System.Collections.Immutable;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Scoring;

namespace Orchestrator.Domain.Opportunities;

/// <summary>
/// The live opportunities of one portfolio, exits before entries, best first. Bounded; one per (strategy, route key); every operation is O(log n).
/// Mutable and not thread-safe: it belongs to one activation. Whatever leaves it is handed out, because nothing disappears without a decision.
/// </summary>
public sealed class OpportunityQueue
{
    public const int CapacityDefault = 10_000;

    private readonly HashSet<QueuedOpportunity> byId = new(ById.Instance);
    private readonly HashSet<QueuedOpportunity> byRoute = new(ByRoute.Instance);
    private readonly HashSet<QueuedOpportunity>.AlternateLookup<OpportunityId> ids;
    private readonly HashSet<QueuedOpportunity>.AlternateLookup<Opportunity> routes;
    private readonly OpportunityHeap byWorth = new(WorthOrder.Instance, 0);
    private readonly OpportunityHeap byWorthlessness = new(WorthlessOrder.Instance, 1);
    private readonly OpportunityHeap byExpiry = new(ExpiryOrder.Instance, 2);
    private readonly SharedNames names = new();
    private readonly int capacity;

    /// <param name="capacity">At least 1.</param>
    public OpportunityQueue(int capacity = CapacityDefault)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        this.capacity = capacity;
        ids = byId.GetAlternateLookup<OpportunityId>();
        routes = byRoute.GetAlternateLookup<Opportunity>();
    }

    public int Count => byId.Count;

    public int Capacity => capacity;

    /// <summary>How many left because the queue was full, ever.</summary>
    public long ShedCount { get; private set; }

    /// <summary>Expected profit of those that left because the queue was full, ever; only positive expectations count.</summary>
    public Lamports ShedProfit { get; private set; }

    public bool Contains(OpportunityId id) => ids.Contains(id);

    public QueuedOpportunity? Find(OpportunityId id) => ids.TryGetValue(id, out var found) ? found : null;

    /// <summary>Offers one. The caller scores it, because one scorer serves every producer.</summary>
    public EnqueueResult Enqueue(Opportunity opportunity, in Score score, DateTimeOffset now)
    {
        if (AdmissionRules.FirstRefusal(opportunity, now) is { } refusal) return new(refusal, null);
        if (ids.TryGetValue(opportunity.Id, out var same))
            return new(same.Opportunity.HasSameContent(opportunity) ? Admission.AlreadyQueued : Admission.SameIdOtherContent, null);
        var newcomer = new QueuedOpportunity(names.In(opportunity), score);

        if (routes.TryGetValue(opportunity, out var older))
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
        while (byExpiry.First is { } next && next.Opportunity.IsExpired(now))
        {
            Remove(next);
            (expired ??= ImmutableArray.CreateBuilder<QueuedOpportunity>()).Add(next);
        }

        return expired?.ToImmutable() ?? [];
    }

    /// <summary>Takes the first: exits before entries, then the highest raw score; of equals the older. Sweep first: this does not look at the clock.</summary>
    public QueuedOpportunity? TryTakeBest()
    {
        if (byWorth.First is not { } best) return null;
        Remove(best);
        return best;
    }

    /// <summary>Takes the best of those that lower exposure; the rest waits. At most as many are looked at as there are exits.</summary>
    public QueuedOpportunity? TryTakeExit(Func<Opportunity, bool> may)
    {
        foreach (var queued in byWorth.InOrder())
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
        if (!ids.TryGetValue(id, out var found)) return null;
        Remove(found);
        return found;
    }

    /// <summary>Best first, for operators. O(k log k), k being skip + take.</summary>
    public ImmutableArray<QueuedOpportunity> Page(int skip, int take) => [.. byWorth.InOrder().Skip(skip).Take(take)];

    /// <summary>Ids of all that wait, in no order that means anything.</summary>
    public ImmutableArray<OpportunityId> Ids => [.. byId.Select(queued => queued.Opportunity.Id)];

    /// <summary>Scores one again; one that has left meanwhile is passed over. O(log n).</summary>
    public void Rescore(OpportunityId id, Func<Opportunity, Score> score)
    {
        if (!ids.TryGetValue(id, out var queued)) return;
        var next = new QueuedOpportunity(queued.Opportunity, score(queued.Opportunity));
        if (next.Score == queued.Score) return;
        Remove(queued);
        Add(next);
    }

    /// <summary>Scores all again, after weights or a strategy's standing changed. O(n log n).</summary>
    public void Rescore(Func<Opportunity, Score> score)
    {
        var again = byId.Select(queued => new QueuedOpportunity(queued.Opportunity, score(queued.Opportunity))).ToList();
        byId.Clear();
        byRoute.Clear();
        byWorth.Clear();
        byWorthlessness.Clear();
        byExpiry.Clear();
        foreach (var queued in again) Add(queued);
    }

    private EnqueueResult MakeRoomFor(QueuedOpportunity newcomer)
    {
        var worst = byWorthlessness.First!;
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
        Grow(byId);
        Grow(byRoute);
        byId.Add(queued);
        byRoute.Add(queued);
        byWorth.Add(queued, capacity);
        byWorthlessness.Add(queued, capacity);
        byExpiry.Add(queued, capacity);
    }

    private void Remove(QueuedOpportunity queued)
    {
        byId.Remove(queued);
        byRoute.Remove(queued);
        byWorth.Remove(queued);
        byWorthlessness.Remove(queued);
        byExpiry.Remove(queued);
    }

    /// <summary>A set doubles by itself; it never needs more room than the queue has places.</summary>
    private void Grow(HashSet<QueuedOpportunity> set)
    {
        if (set.Count == set.Capacity && set.Count > 0) set.EnsureCapacity(Math.Min(capacity, 2 * set.Count));
    }
}
