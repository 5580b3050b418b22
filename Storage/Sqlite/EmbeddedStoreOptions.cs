using Orchestrator.Storage.Journals;

namespace Orchestrator.Storage.Sqlite;

/// <summary>The store inside the process: one SQLite file in one data directory, held by one process.</summary>
public sealed class EmbeddedStoreOptions
{
    /// <summary>Made when it is missing. Required; one store per directory.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>Writes that may wait for the writer; a further caller waits for a place. 1 to 1,000,000, default 10,000.</summary>
    public int QueueMax { get; set; } = 10_000;

    /// <summary>Writes that share one commit. 1 to 10,000, default 256: enough that a flush is shared by all who wait.</summary>
    public int BatchMax { get; set; } = 256;

    /// <summary>Connections that read at the same time. 1 to 64, default 4.</summary>
    public int ReadersMax { get; set; } = 4;

    /// <summary>How often the head file follows the commits, in seconds. 0.05 to 60, default 1.</summary>
    public double OuterHeadIntervalSeconds { get; set; } = 1;

    public JournalLimits Journal { get; set; } = new();

    /// <summary>Silo port on the loopback address; default 11111.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Gateway port on the loopback address; default 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    internal string Database => Path.Combine(DataDirectory, "orchestrator.db");
}
