using Orchestrator.Streams.Redis.Transport;
using Orleans;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Batches;

/// <summary>The place of an event: the entry that carries it and its index within that entry. Comparable within one stream.</summary>
[GenerateSerializer, Alias("Orchestrator.Streams.Redis.EntryToken")]
public sealed class EntryToken : StreamSequenceToken
{
    public EntryToken(EntryId entry, int index = 0) => (Entry, EventIndex) = (entry, index);

    [Id(0)]
    public EntryId Entry { get; private set; }

    /// <summary>Milliseconds of the entry's id; several entries may share them.</summary>
    public override long SequenceNumber
    {
        get => Entry.Milliseconds;
        protected set => Entry = Entry with { Milliseconds = value };
    }

    [Id(1)]
    public override int EventIndex { get; protected set; }

    public override int CompareTo(StreamSequenceToken? other) => other switch
    {
        null => 1,
        EntryToken token when Entry != token.Entry => Entry.CompareTo(token.Entry),
        EntryToken token => EventIndex.CompareTo(token.EventIndex),
        _ => throw new ArgumentException($"{other.GetType().Name} is not a token of this provider.", nameof(other)),
    };

    public override bool Equals(StreamSequenceToken? other) => other is EntryToken token && token.Entry == Entry && token.EventIndex == EventIndex;

    public override bool Equals(object? obj) => obj is StreamSequenceToken token && Equals(token);

    public override int GetHashCode() => HashCode.Combine(Entry, EventIndex);

    public override string ToString() => $"{Entry}/{EventIndex}";
}
