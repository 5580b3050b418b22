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
