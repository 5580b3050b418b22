namespace Orchestrator.Solana.Rpc;

/// <summary>How WebSocket subscriptions are kept.</summary>
public sealed class RpcSocketOptions
{
    public required SecretAddress Address { get; init; }

    /// <summary>Connecting and being subscribed. Default 10 s.</summary>
    public TimeSpan SubscribeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Ping interval; a connection whose pongs stay away so long is dropped. Default 10 s.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>First pause before connecting again; doubles with jitter up to <see cref="ReconnectDelayMax"/>. Default 250 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Default 15 s.</summary>
    public TimeSpan ReconnectDelayMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Largest message, bytes. Default 16 MiB: an account has at most 10 MiB, a third more in base64.</summary>
    public int MessageBytesMax { get; init; } = 16 * 1024 * 1024;
}
