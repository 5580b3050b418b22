using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Geyser;

/// <summary>One Yellowstone subscription.</summary>
public sealed class GeyserOptions
{
    public required SecretAddress Address { get; init; }

    /// <summary>Sent as x-token; never printed. Null where the server wants none.</summary>
    public string? Token { get; init; }

    /// <summary>Filters and commitment. The client fills from_slot and ping itself.</summary>
    public required SubscribeRequest Request { get; init; }

    /// <summary>What passes here after the server's own filters. Default everything.</summary>
    public UpdateFilter Filter { get; init; } = new() { Votes = true, Failed = true };

    /// <summary>Where to start; null: now.</summary>
    public ulong? FromSlot { get; init; }

    /// <summary>Replay so many slots before the last one seen, because a slot's updates may be in disorder. Default 31, as other clients do; 0 to 3,000.</summary>
    public ulong ReplaySlots { get; init; } = 31;

    /// <summary>Largest message, bytes, packed or unpacked. Default 64 MiB: a block with its transactions has about 10.</summary>
    public int MessageBytesMax { get; init; } = 64 * 1024 * 1024;

    /// <summary>A stream that is silent so long is dropped: servers ping every 10 to 15 s. Default 30 s.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>First pause before connecting again; doubles with jitter up to <see cref="ReconnectDelayMax"/>. Default 100 ms.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Default 5 s.</summary>
    public TimeSpan ReconnectDelayMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Updates remembered against duplicates, at most. Default 500,000: about 20 MB.</summary>
    public int RememberedMax { get; init; } = 500_000;
}
