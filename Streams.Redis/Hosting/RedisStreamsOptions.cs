using Orleans;
using StackExchange.Redis;

namespace Orchestrator.Streams.Redis.Hosting;

/// <summary>Streams on Redis. Producers, consumers and clients of one provider use the same values.</summary>
public sealed class RedisStreamsOptions
{
    /// <summary>In the form of StackExchange.Redis, e.g. <c>redis-0:6379,user=streams,password=…</c>. Required unless <see cref="Multiplexer"/> is set. Holds a secret.</summary>
    [Redact]
    public string Connection { get; set; } = "";

    /// <summary>Borrows a connection that somebody else owns and closes. Default: none, the provider makes its own from <see cref="Connection"/>.</summary>
    public Func<IServiceProvider, Task<IConnectionMultiplexer>>? Multiplexer { get; set; }

    /// <summary>Start of every key. Default: the cluster's service id.</summary>
    public string KeyPrefix { get; set; } = "";

    /// <summary>Partitions; a stream belongs to one of them. 1 to 256, default 8; fixed for the life of the data.</summary>
    public int Partitions { get; set; } = 8;

    /// <summary>Refuse a server that could lose or evict what it acknowledged. Default true.</summary>
    public bool RequireDurableServer { get; set; } = true;

    /// <summary>How long a connection may take to be made, in seconds. 0.1 to 60, default 5.</summary>
    public double ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>After how long a request without an answer is a fault, in seconds. 0.1 to 60, default 5.</summary>
    public double CommandTimeoutSeconds { get; set; } = 5;

    public PartitionLimits Limits { get; set; } = new();

    /// <summary>Without the secret.</summary>
    public override string ToString() => Transport.Redis.RedisSecrets.Shown(Connection);

    internal ConfigurationOptions ToClientOptions()
    {
        var options = ConfigurationOptions.Parse(Connection);
        options.AbortOnConnectFail = true;
        options.ConnectTimeout = (int)(ConnectTimeoutSeconds * 1000);
        options.AsyncTimeout = options.SyncTimeout = (int)(CommandTimeoutSeconds * 1000);
        options.ClientName ??= "orleans-streams";
        return options;
    }
}
