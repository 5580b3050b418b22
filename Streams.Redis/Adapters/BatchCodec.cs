using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Partitions;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Serialization;

namespace Orchestrator.Streams.Redis.Adapters;

/// <summary>Between batches and the bytes of an entry.</summary>
internal sealed class BatchCodec(Serializer<StreamBody> serializer)
{
    public byte[] Encode<T>(IEnumerable<T> events, Dictionary<string, object>? context) =>
        serializer.SerializeToArray(new StreamBody { Events = [.. events.Cast<object>()], Context = context });

    /// <returns>The batch, or why the entry cannot be read: whoever can write to the server decides what stands in an entry.</returns>
    public (StreamBatch? Batch, string? Fault) Decode(Entry entry, Replay? replay = null)
    {
        if (entry.Stream is not { } stream) return (null, "unreadable: the entry names no stream");
        if (entry.Payload is not { Length: > 0 } payload) return (null, "unreadable: the entry has no payload");
        try
        {
            var body = serializer.Deserialize(payload);
            return body is { Events: { } events }
                ? (new StreamBatch(stream, new EntryToken(entry.Id), events, body.Context) { Replay = replay }, null)
                : (null, "unreadable: the payload holds no events");
        }
        catch (Exception unreadable)
        {
            // Any byte string may come in and a codec may throw anything; what it said is kept with the entry.
            return (null, $"unreadable: {unreadable.GetType().Name}: {unreadable.Message}");
        }
    }

    public static StreamBatch Waking(Replay replay) => new(replay.Stream, new EntryToken(replay.Before), [], null) { OnlyWakes = true };
}
