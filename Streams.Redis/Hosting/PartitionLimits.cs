namespace Orchestrator.Streams.Redis.Hosting;

/// <summary>The bounds of one partition, whatever carries it.</summary>
public sealed class PartitionLimits
{
    /// <summary>Entries a partition may hold; an append beyond it is refused while nothing delivered can be trimmed. 100 to 100,000,000, default 1,000,000.</summary>
    public long LengthMax { get; set; } = 1_000_000;

    /// <summary>Delivered entries kept for rewinding, by number. 0 to <see cref="LengthMax"/>, default 100,000.</summary>
    public long RetainedLength { get; set; } = 100_000;

    /// <summary>Delivered entries kept for rewinding, by age in seconds. 1 to 31,536,000, default 3,600.</summary>
    public double RetainedSeconds { get; set; } = 3_600;

    /// <summary>How often the holder trims, in seconds. 0.05 to 3,600, default 10.</summary>
    public double TrimPeriodSeconds { get; set; } = 10;

    /// <summary>Entries a silo keeps in memory for one partition, and one more for each stream; the others wait on the carrier. 16 to 1,000,000, default 4,096.</summary>
    public int CachedMax { get; set; } = 4_096;

    /// <summary>Entries of one stream among these; what all its consumers are further behind waits on the carrier, so that others go on. 1 to <see cref="CachedMax"/>, default 256; a sixteenth while the cache is half full, one when it is full.</summary>
    public int LaneMax { get; set; } = 256;

    /// <summary>How long a stream that this silo has just met keeps its entries unsettled while its subscribers are being asked, in seconds; six times as long while none has answered. 0.05 to 300, default 5. What it costs is repetitions after a loss.</summary>
    public double JoinSeconds { get; set; } = 5;

    /// <summary>Most entries of one read. 1 to 10,000, default 256.</summary>
    public int ReadMax { get; set; } = 256;

    /// <summary>Longest wait for an arrival before the partition is looked at anyway, in seconds. 0.01 to 10, default 1: what a lost wake-up costs.</summary>
    public double WaitSeconds { get; set; } = 1;

    /// <summary>A silent holder keeps its partition this long from one that lost it and would take it back, in seconds. 1 to 300, default 5. A silo that the balancer newly assigns does not wait.</summary>
    public double HoldSeconds { get; set; } = 5;

    /// <summary>Largest event or batch, in bytes. 1,024 to 67,108,864, default 1 MiB.</summary>
    public int EventBytesMax { get; set; } = 1024 * 1024;

    /// <summary>Dead letters kept for each partition. 1 to 10,000,000, default 10,000; the oldest go first.</summary>
    public int DeadLettersMax { get; set; } = 10_000;
}
