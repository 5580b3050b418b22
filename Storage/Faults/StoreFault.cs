namespace Orchestrator.Storage.Faults;

/// <summary>What is wrong with a store, by name. A fault never turns into "empty" or "not found".</summary>
public enum StoreFault
{
    /// <summary>The store is empty although a head of it is known: its data was deleted.</summary>
    StoreEmptied = 1,

    /// <summary>The store is older than the newest head known of it: it was restored or lost its tail.</summary>
    StoreRolledBack = 2,

    /// <summary>The store is not the one whose head is known here.</summary>
    StoreForeign = 3,

    /// <summary>The head file cannot be read, so nothing is known about the age of the store.</summary>
    HeadUnreadable = 4,

    /// <summary>The store's layout is of a newer build, or the file is not a store of ours.</summary>
    SchemaUnknown = 5,

    /// <summary>Stored bytes fail their checksum or do not parse.</summary>
    StateUnreadable = 6,

    /// <summary>Another process holds the data directory.</summary>
    DirectoryInUse = 7,

    /// <summary>The data directory cannot be created or written.</summary>
    DirectoryUnwritable = 8,

    /// <summary>The device of the data directory is full. Nothing of the failed write was kept.</summary>
    DiskFull = 9,

    /// <summary>The device failed a write or a flush. Whether the write is durable is unknown; the store takes no more writes until it is opened again.</summary>
    DeviceFailed = 10,

    /// <summary>The store cannot be reached, or did not answer in time. Whether the write is durable is unknown.</summary>
    StoreUnreachable = 11,

    /// <summary>The store was closed while the request waited. Nothing of it was written.</summary>
    StoreClosed = 12,

    /// <summary>A setting has a value that is not allowed.</summary>
    SettingRefused = 13,
}
