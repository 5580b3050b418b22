using Orleans;

namespace Orchestrator.Streams.Redis.Batches;

/// <summary>What is stored of a batch: its events and the request context of their producer, by Orleans' serializer.</summary>
[GenerateSerializer, Alias("Orchestrator.Streams.Redis.StreamBody")]
internal sealed class StreamBody
{
    [Id(0)]
    public List<object> Events { get; set; } = [];

    [Id(1)]
    public Dictionary<string, object>? Context { get; set; }
}
