using System.Collections.Immutable;

namespace Orchestrator.Solana.Simulation;

/// <summary>What a Yellowstone server tells of one block of the simulated chain.</summary>
/// <param name="Updates">Each a SubscribeUpdate, in the order in which it is told; the last ones say that the slot, and older ones, reached a commitment.</param>
public sealed record VenueSlot(ulong Slot, ImmutableArray<byte[]> Updates);

/// <summary>Accounts as a node of the simulated chain answers for them.</summary>
/// <param name="Time">Of the slot.</param>
/// <param name="Accounts">One for each address that was asked for; null where there is none.</param>
public sealed record VenueLookUp(ulong Slot, DateTimeOffset Time, ImmutableArray<VenueAccount?> Accounts);

/// <param name="Owner">Base58 of the program that owns it.</param>
public sealed record VenueAccount(string Owner, byte[] Data);
