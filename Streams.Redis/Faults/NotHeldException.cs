namespace Orchestrator.Streams.Redis.Faults;

/// <summary>Another silo has taken the partition: nothing may be read from it or settled in it any more under the old hold.</summary>
internal sealed class NotHeldException(string partition) : Exception($"Partition {partition} has a newer holder.");
