using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Transport;

/// <summary>What carries partitions: append, and taking one to read from it.</summary>
internal interface IStreamTransport
{
    /// <summary>Looks whether the carrier may be used. Called once before anything else.</summary>
    /// <exception cref="Faults.StreamsFaultException">It may not, with the reason by name.</exception>
    Task Open(CancellationToken cancel);

    /// <returns>When the entry is stored.</returns>
    /// <exception cref="Faults.StreamsFaultException">The entry was refused, or whether it is stored is unknown (<see cref="Faults.StreamsFault.Unreachable"/>).</exception>
    Task Append(int partition, StreamId stream, byte[] payload);

    /// <summary>Retained entries from this one on, oldest first, delivered or not, whoever holds the partition.</summary>
    Task<IReadOnlyList<Entry>> Range(int partition, EntryId from, int max);

    /// <summary>Unix milliseconds of the clock that dates the entries.</summary>
    Task<long> Now();

    /// <summary>Takes a partition from whoever held it.</summary>
    /// <param name="force">False leaves it to a holder that still shows signs of life.</param>
    /// <param name="arrived">Called on any thread when an entry is appended after a read that found nothing. May be lost when the connection breaks.</param>
    /// <returns>The hold; null when it was left to another.</returns>
    Task<IPartitionHold?> Take(int partition, string holder, bool force, Action arrived);
}

/// <summary>The right to read one partition and to settle its entries, until a newer hold exists.</summary>
internal interface IPartitionHold
{
    /// <summary>First what earlier holders had read and not settled, in order; then what is new. Each entry once, unless <see cref="Again"/>.</summary>
    /// <exception cref="Faults.NotHeldException">There is a newer hold.</exception>
    Task<IReadOnlyList<Entry>> Read(int max);

    /// <summary>Everything that is not settled comes again: for a holder that cannot know whether an answer was lost on its way.</summary>
    void Again();

    /// <summary>Settles entries for good.</summary>
    /// <exception cref="Faults.NotHeldException">There is a newer hold: nothing was settled.</exception>
    Task Acknowledge(IReadOnlyList<EntryId> ids);

    /// <summary>Retained entries in [<paramref name="from"/>, <paramref name="before"/>), oldest first, delivered or not.</summary>
    Task<IReadOnlyList<Entry>> Range(EntryId from, EntryId before, int max);

    /// <summary>Copies an entry with a reason to the dead letters and settles it, both or neither. Does nothing with one that is settled.</summary>
    /// <exception cref="Faults.NotHeldException">There is a newer hold: nothing was done.</exception>
    Task Bury(EntryId id, string reason);

    /// <summary>Removes settled entries beyond what is retained; never one that is not settled.</summary>
    /// <returns>Entries removed.</returns>
    Task<long> Trim();

    /// <summary>Gives the partition up at once. Does nothing under a newer hold.</summary>
    Task Release();
}
