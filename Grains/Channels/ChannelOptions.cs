namespace Orchestrator.Grains.Channels;

/// <summary>Bounds of every channel.</summary>
public sealed class ChannelOptions
{
    /// <summary>Event ids one reader remembers; the oldest is forgotten first. Default 4,096; 16 to 1,000,000.</summary>
    public int RememberedEventsMax { get; set; } = 4_096;

    /// <summary>How often a consumer may try one event before it becomes a dead letter. Default 3; 1 to 10.</summary>
    public int AttemptsMax { get; set; } = 3;

    /// <summary>Wait before the second attempt; doubles with each one. Default 50 ms; 0 to 5 s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest body that is read, in bytes. Default 64 KiB; 1 KiB to 1 MiB.</summary>
    public int BodyBytesMax { get; set; } = 64 * 1024;
}
