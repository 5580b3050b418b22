using Orchestrator.Storage.Journals;
using Orleans;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>A store on Redis 7, shared by the silos of a cluster. Its keys begin with the cluster's service id.</summary>
public sealed class RedisStoreOptions
{
    /// <summary>In the form of StackExchange.Redis, e.g. <c>redis-0:6379,user=orch,password=…</c>. Required. Holds a secret.</summary>
    [Redact]
    public string Connection { get; set; } = "";

    /// <summary>A directory of this host that keeps the outer head of the store. Required; one per silo.</summary>
    public string HeadDirectory { get; set; } = "";

    /// <summary>How long a connection may take to be made, in seconds. 0.1 to 60, default 5.</summary>
    public double ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>After how long a request without an answer is a fault, and a connection on which nothing came either is given up, in seconds. 0.1 to 60, default 5.</summary>
    public double CommandTimeoutSeconds { get; set; } = 5;

    /// <summary>How often the head file follows the commits, in seconds. 0.05 to 60, default 1.</summary>
    public double OuterHeadIntervalSeconds { get; set; } = 1;

    /// <summary>
    /// Types of grains whose places are kept in Redis. A place in the memory of a silo that is gone is lost with it, and the grain is ended
    /// although its own silo lives; here it is not, for a write at each activation. Default none.
    /// </summary>
    public IReadOnlyCollection<string> DirectoryGrains { get; set; } = [];

    public JournalLimits Journal { get; set; } = new();

    /// <summary>Without the secret.</summary>
    public override string ToString() => RedisSecrets.Shown(Connection);

    internal ConfigurationOptions ToClientOptions()
    {
        var options = ConfigurationOptions.Parse(Connection);
        options.AbortOnConnectFail = true;
        options.ConnectTimeout = (int)(ConnectTimeoutSeconds * 1000);
        options.AsyncTimeout = options.SyncTimeout = (int)(CommandTimeoutSeconds * 1000);
        options.ClientName ??= "orchestrator";
        return options;
    }
}
