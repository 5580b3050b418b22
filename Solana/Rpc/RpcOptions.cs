namespace Orchestrator.Solana.Rpc;

/// <summary>One provider of RPC.</summary>
public sealed class RpcProviderOptions
{
    /// <summary>For logs and metrics; says nothing secret.</summary>
    public required string Name { get; init; }

    public required SecretAddress Address { get; init; }

    /// <summary>Sent with every call; values may be secret and are never printed.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Calls a second the plan allows. Default 10, what free plans give; above 0.</summary>
    public double CallsPerSecond { get; init; } = 10;

    /// <summary>Calls that may go at once after a pause. Default 10; at least 1.</summary>
    public int Burst { get; init; } = 10;
}

/// <summary>How all providers are used.</summary>
public sealed class RpcOptions
{
    /// <summary>One answer of one provider, body included. Default 5 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A read with all its repetitions. Default 15 s.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When the first provider has not answered a read for so long, a second is asked as well. Default 200 ms, above the usual answer time.</summary>
    public TimeSpan HedgeAfter { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Further rounds over all providers after the first. Default 2; 0 to 10.</summary>
    public int ReadRetriesMax { get; init; } = 2;

    /// <summary>Pause before the second round; later ones double it, with jitter. Default 100 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a call may queue for its provider's rate limit. Default 500 ms.</summary>
    public TimeSpan RateWaitMax { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Largest answer taken, bytes after decompression. Default 64 MiB: a full block in base64 has about 10.</summary>
    public int ResponseBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>A provider so many slots behind the best is asked last. Default 20, about 8 s.</summary>
    public ulong LagSlotsMax { get; init; } = 20;

    /// <summary>Faults in a row after which a provider is asked last for <see cref="CoolDown"/>. Default 3.</summary>
    public int FaultsMax { get; init; } = 3;

    /// <summary>Default 5 s.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections to one provider. Default 16.</summary>
    public int ConnectionsMax { get; init; } = 16;
}
