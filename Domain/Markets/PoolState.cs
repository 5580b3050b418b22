namespace Orchestrator.Domain.Markets;

/// <summary>A pool at one moment of the chain, as readers see it. A newer one replaces it whole.</summary>
/// <param name="Slot">Slot of the newest account behind it.</param>
/// <param name="WriteVersion">Orders changes within the slot.</param>
/// <param name="Trust">The view's trust when it was written, see <see cref="MarketView.IsCurrent"/>.</param>
public sealed record PoolState(IPoolCurve Curve, ulong Slot, ulong WriteVersion, int Trust);

/// <summary>How far the feed has come.</summary>
/// <param name="At">When the feed last said so, on the clock of whoever reads it.</param>
public sealed record MarketHead(MarketClock Clock, DateTimeOffset At);
