using System.Diagnostics;
using Orchestrator.Streams.Redis.Hosting;
using Orchestrator.Streams.Redis.Transport;
using Orleans.Streams;

namespace Orchestrator.Streams.Redis.Partitions;

/// <summary>What the cache, the receiver and the failure handler of one assigned partition share.</summary>
internal sealed class Partition
{
    /// <summary>Null while the agent is in a read; otherwise when the last one ended, as a time stamp.</summary>
    private long? _restsSince = Stopwatch.GetTimestamp();

    private int _arrived;

    public Partition(QueueId queue, PartitionLimits limits)
    {
        Queue = queue;
        Limits = limits;
        Cache = new PartitionCache(limits, Moved);
    }

    public QueueId Queue { get; }

    public int Number => (int)Queue.GetNumericId();

    public PartitionLimits Limits { get; }

    public WakeUp Wake { get; } = new();

    /// <summary>The reader looks at what consumers have passed in a moment anyway, so their moves need not wake it.</summary>
    public bool LooksSoon { get; set; }

    public bool HasArrived => Volatile.Read(ref _arrived) != 0;

    /// <summary>It was given back, and its agent asks nobody any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Something was appended. Called on any thread.</summary>
    public void Arrived()
    {
        Volatile.Write(ref _arrived, 1);
        Wake.Set();
    }

    /// <returns>Whether something was appended since the last call.</returns>
    public bool TakeArrived() => Interlocked.Exchange(ref _arrived, 0) != 0;

    public void BeginRead() => _restsSince = null;

    public void EndRead() => _restsSince = Stopwatch.GetTimestamp();

    public void End() => IsOver = true;

    /// <summary>Whether the agent has not read for at least this long.</summary>
    public bool HasStoodStill(TimeSpan least) => _restsSince is { } since && Stopwatch.GetElapsedTime(since) >= least;

    public PartitionCache Cache { get; }

    /// <summary>Entries that go to the dead letters before they are settled, with the reason.</summary>
    public Dictionary<EntryId, string> ToBury { get; } = [];

    /// <summary>Splits what the consumers are done with into what was taken and what was not.</summary>
    public List<EntryId> Sort(IEnumerable<Settled> settled)
    {
        var taken = new List<EntryId>();
        foreach (var (id, failure) in settled)
            if (failure is not null) ToBury[id] = failure;
            else taken.Add(id);
        return taken;
    }

    private void Moved()
    {
        if (!LooksSoon) Wake.Set();
    }
}
