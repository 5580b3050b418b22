using Orchestrator.Streams.Redis.Faults;
using Orchestrator.Streams.Redis.Hosting;
using Orleans.Runtime;

namespace Orchestrator.Streams.Redis.Transport.InProcess;

/// <summary>Partitions in the memory of one process, with the same wake-up, holds and retention. What is in flight is lost with the process.</summary>
internal sealed class InProcessTransport(int partitions, PartitionLimits limits, TimeProvider clock) : IStreamTransport
{
    private readonly InProcessPartition[] _partitions = [.. Enumerable.Range(0, partitions).Select(number => new InProcessPartition(number, limits, clock))];

    public Task Open(CancellationToken cancel) => Task.CompletedTask;

    public Task Append(int partition, StreamId stream, byte[] payload)
    {
        if (_partitions[partition].Append(stream, payload)) return Task.CompletedTask;
        throw new StreamsFaultException(
            StreamsFault.PartitionFull, $"Partition {partition} holds {limits.LengthMax} entries that are not delivered.", "Consumers are too slow or gone; try again later.");
    }

    public Task<IReadOnlyList<Entry>> Range(int partition, EntryId from, int max) => Task.FromResult(_partitions[partition].Range(from, max));

    public Task<long> Now() => Task.FromResult(clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>What went to the dead letters of a partition and why, oldest first.</summary>
    public IReadOnlyList<(Entry Entry, string Reason)> DeadLetters(int partition) => _partitions[partition].DeadLetters;

    public Task<IPartitionHold?> Take(int partition, string holder, bool force, Action arrived) => Task.FromResult(_partitions[partition].Take(force, arrived));
}
