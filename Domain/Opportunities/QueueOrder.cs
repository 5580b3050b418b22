namespace Orchestrator.Domain.Opportunities;

/// <summary>
/// What lowers exposure first, whatever it brings: a stop that waits behind purchases is none. Then best first: the higher raw score, then the older, then the
/// smaller id, so that one set has one order.
/// </summary>
internal sealed class WorthOrder : IComparer<QueuedOpportunity>
{
    public static readonly WorthOrder Instance = new();

    public int Compare(QueuedOpportunity? x, QueuedOpportunity? y)
    {
        var byEffect = (x!.Opportunity.Closes is null).CompareTo(y!.Opportunity.Closes is null);
        if (byEffect != 0) return byEffect;
        var byRaw = y.Score.Raw.CompareTo(x.Score.Raw);
        if (byRaw != 0) return byRaw;
        var byAge = x.Opportunity.CreatedAt.CompareTo(y.Opportunity.CreatedAt);
        return byAge != 0 ? byAge : x.Opportunity.Id.CompareTo(y.Opportunity.Id);
    }
}

/// <summary>Worst first: who leaves a full queue.</summary>
internal sealed class WorthlessOrder : IComparer<QueuedOpportunity>
{
    public static readonly WorthlessOrder Instance = new();

    public int Compare(QueuedOpportunity? x, QueuedOpportunity? y) => WorthOrder.Instance.Compare(y, x);
}

/// <summary>First to expire first.</summary>
internal sealed class ExpiryOrder : IComparer<QueuedOpportunity>
{
    public static readonly ExpiryOrder Instance = new();

    public int Compare(QueuedOpportunity? x, QueuedOpportunity? y)
    {
        var byExpiry = x!.Opportunity.ExpiresAt.CompareTo(y!.Opportunity.ExpiresAt);
        return byExpiry != 0 ? byExpiry : x.Opportunity.Id.CompareTo(y.Opportunity.Id);
    }
}

/// <summary>One per id; can be asked with the id alone.</summary>
internal sealed class ById : IEqualityComparer<QueuedOpportunity>, IAlternateEqualityComparer<OpportunityId, QueuedOpportunity>
{
    public static readonly ById Instance = new();

    public bool Equals(QueuedOpportunity? x, QueuedOpportunity? y) => x!.Opportunity.Id == y!.Opportunity.Id;

    public int GetHashCode(QueuedOpportunity one) => GetHashCode(one.Opportunity.Id);

    public bool Equals(OpportunityId id, QueuedOpportunity other) => id == other.Opportunity.Id;

    public int GetHashCode(OpportunityId id) => id.GetHashCode();

    public QueuedOpportunity Create(OpportunityId id) => throw new NotSupportedException("An id alone is no opportunity.");
}

/// <summary>One per strategy and route; can be asked with an opportunity that is not queued.</summary>
internal sealed class ByRoute : IEqualityComparer<QueuedOpportunity>, IAlternateEqualityComparer<Opportunity, QueuedOpportunity>
{
    public static readonly ByRoute Instance = new();

    public bool Equals(QueuedOpportunity? x, QueuedOpportunity? y) => Equals(x!.Opportunity, y!);

    public int GetHashCode(QueuedOpportunity one) => GetHashCode(one.Opportunity);

    public bool Equals(Opportunity one, QueuedOpportunity other) =>
        one.RouteKey == other.Opportunity.RouteKey && one.Strategy == other.Opportunity.Strategy;

    public int GetHashCode(Opportunity one) => HashCode.Combine(one.Strategy, one.RouteKey);

    public QueuedOpportunity Create(Opportunity one) => throw new NotSupportedException("Without its score it is not queued.");
}
