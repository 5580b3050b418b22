using Orchestrator.Streams.Redis.Batches;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>What the cache, the receiver and the failure handler of one assigned partition share.</summary>
internal sealed class Partition
{
    public Partition(QueueId queue, PartitionLimits limits)
    {
        Queue = queue;
        Limits = limits;
        Cache = new PartitionCache(limits, Wake.Set);
    }

    public QueueId Queue { get; }

    public int Number => (int)Queue.GetNumericId();

    public PartitionLimits Limits { get; }

    public WakeUp Wake { get; } = new();

    public PartitionCache Cache { get; }

    /// <summary>Entries that go to the dead letters before they are settled, with the reason.</summary>
    public Dictionary<EntryId, string> ToBury { get; } = [];

    /// <summary>Splits what the consumers are done with into what was taken and what was not.</summary>
    public List<EntryId> Sort(IEnumerable<StreamBatch> settled)
    {
        var taken = new List<EntryId>();
        foreach (var batch in settled)
            if (batch.Failure is { } reason) ToBury[batch.Id] = reason;
            else taken.Add(batch.Id);
        return taken;
    }
}
