using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Transport;

/// <summary>One entry of a partition: a batch of events of one stream, still as bytes.</summary>
/// <param name="Stream">Null when the entry does not say which stream it belongs to: not written by this provider.</param>
internal sealed record Entry(EntryId Id, StreamId? Stream, byte[]? Payload);
