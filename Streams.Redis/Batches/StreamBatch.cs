using Orchestrator.Streams.Redis.Partitions;
using Orchestrator.Streams.Redis.Transport;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Batches;

/// <summary>The events of one entry on their way to the consumers of their stream.</summary>
[GenerateSerializer, Alias("Orchestrator.Streams.Redis.StreamBatch")]
internal sealed class StreamBatch(StreamId streamId, EntryToken token, List<object> events, Dictionary<string, object>? context) : IBatchContainer
{
    [Id(0)]
    private readonly StreamId _streamId = streamId;

    [Id(1)]
    private readonly EntryToken _token = token;

    [Id(2)]
    private readonly List<object> _events = events;

    [Id(3)]
    private readonly Dictionary<string, object>? _context = context;

    public StreamId StreamId => _streamId;

    public StreamSequenceToken SequenceToken => _token;

    public EntryId Id => _token.Entry;

    /// <summary>The rewinding cursor this batch was fetched for; null for what every cursor gets. Does not travel.</summary>
    [field: NonSerialized]
    public Replay? Replay { get; init; }

    /// <summary>Carries nothing: it makes the agent look at the stream's cursors again. Does not travel.</summary>
    [field: NonSerialized]
    public bool OnlyWakes { get; init; }

    /// <summary>Was read before and left with the carrier until its stream had room again. Does not travel.</summary>
    [field: NonSerialized]
    public bool WasAside { get; set; }

    /// <summary>Why a consumer could not take it; null while none failed. Does not travel.</summary>
    [field: NonSerialized]
    public string? Failure { get; set; }

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        _events.Select((value, index) => (value, index)).Where(each => each.value is T)
            .Select(each => Tuple.Create((T)each.value, (StreamSequenceToken)new EntryToken(_token.Entry, each.index)));

    public bool ImportRequestContext()
    {
        if (_context is null) return false;
        RequestContextExtensions.Import(_context);
        return true;
    }

    public override string ToString() => $"{_streamId} {_token} ({_events.Count} events)";
}
