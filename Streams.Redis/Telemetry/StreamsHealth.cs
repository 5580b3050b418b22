using System.Collections.Concurrent;

namespace Orchestrator.Streams.Redis.Telemetry;

/// <summary>How the partitions assigned to this silo are. Registered under the provider's name.</summary>
public sealed class StreamsHealth
{
    private readonly ConcurrentDictionary<int, PartitionHealth> _partitions = new();

    public IReadOnlyList<PartitionHealth> Partitions => [.. _partitions.Values.Where(each => each.IsAssigned).OrderBy(each => each.Number)];

    /// <summary>Every assigned partition is held and its last read went well.</summary>
    public bool IsHealthy => Partitions.All(each => each.IsHeld && each.LastFault is null);

    internal PartitionHealth Of(int number)
    {
        var health = _partitions.GetOrAdd(number, each => new PartitionHealth(each));
        health.Assigned();
        return health;
    }
}

/// <summary>One partition as its receiver sees it.</summary>
public sealed class PartitionHealth(int number)
{
    public int Number { get; } = number;

    public bool IsAssigned { get; private set; }

    public bool IsHeld { get; private set; }

    /// <summary>Entries in memory that are not settled yet.</summary>
    public int Unsettled { get; private set; }

    /// <summary>What the last read failed with; null when it went well. Never holds a password.</summary>
    public string? LastFault { get; private set; }

    internal void Assigned() => IsAssigned = true;

    internal void Held() => IsHeld = true;

    internal void Lost() => IsHeld = false;

    internal void Read(int unsettled) => (Unsettled, LastFault) = (unsettled, null);

    internal void Fault(string fault) => LastFault = fault;

    internal void Gone() => (IsAssigned, IsHeld, Unsettled, LastFault) = (false, false, 0, null);
}
