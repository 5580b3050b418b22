namespace Orchestrator.Domain.Markets;

/// <summary>The chain's time that a curve may depend on.</summary>
/// <param name="Slot">Slot that a swap would run in.</param>
/// <param name="Epoch">Decides which of a token's two transfer fees holds.</param>
/// <param name="UnixTime">Seconds; opening times and fees that decay count in it.</param>
public readonly record struct MarketClock(ulong Slot, ulong Epoch, long UnixTime);
