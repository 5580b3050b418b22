namespace Orchestrator.Solana.Programs;

/// <summary>The chain's time that a program reads from the Clock sysvar.</summary>
/// <param name="Slot">Slot the swap would run in.</param>
/// <param name="Epoch">Decides which of a mint's two transfer fees holds.</param>
/// <param name="UnixTime">Seconds; opening times and volatility decay count in it.</param>
public readonly record struct ChainClock(ulong Slot, ulong Epoch, long UnixTime);
