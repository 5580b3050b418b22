using Orchestrator.Streams.Redis.Transport;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>An entry that every consumer of its stream is done with.</summary>
/// <param name="Failure">Why a consumer could not take it; null when all took it.</param>
internal readonly record struct Settled(EntryId Id, string? Failure);
