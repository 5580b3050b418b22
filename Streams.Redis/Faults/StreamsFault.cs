namespace Orchestrator.Streams.Redis.Faults;

/// <summary>What is wrong with the streams, by name.</summary>
public enum StreamsFault
{
    /// <summary>A setting has a value that is not allowed.</summary>
    SettingRefused = 1,

    /// <summary>The server cannot be reached or did not answer in time. Whether an append is stored is unknown.</summary>
    Unreachable = 2,

    /// <summary>The server refused the user or the password.</summary>
    AccessDenied = 3,

    /// <summary>The server is older than what the commands need.</summary>
    ServerTooOld = 4,

    /// <summary>The server may delete keys when its memory is full.</summary>
    EvictionOn = 5,

    /// <summary>The server keeps no append-only file: a restart would lose what was acknowledged.</summary>
    NotDurable = 6,

    /// <summary>A key of ours holds something else.</summary>
    KeyTaken = 7,

    /// <summary>The streams were made with another number of partitions, which is fixed for life.</summary>
    PartitionsChanged = 8,

    /// <summary>A partition holds as many entries as it may and none of them is delivered yet. Nothing was stored; the producer may try again later.</summary>
    PartitionFull = 9,

    /// <summary>An event is larger than one entry may be. Nothing was stored.</summary>
    EventTooLarge = 10,
}
