using Orchestrator.Solana.Rpc;

namespace Orchestrator.Solana.Jupiter;

/// <summary>How Jupiter is asked.</summary>
public sealed class JupiterOptions
{
    /// <summary>Base of the swap API.</summary>
    public SecretAddress Address { get; init; } = new("https://api.jup.ag/swap/v1");

    /// <summary>Sent as x-api-key; null: keyless.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Calls a second the plan allows: keyless 0.5, Free 1, Developer 10, Launch 50, Pro 150. Default 0.5.</summary>
    public double CallsPerSecond { get; init; } = 0.5;

    /// <summary>Calls at once after a pause. Default 1.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>How long a call may queue for the rate limit. Default 2 s.</summary>
    public TimeSpan RateWaitMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Default 3 s: an older quote is of no use.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Largest answer, bytes. Default 4 MiB.</summary>
    public int ResponseBytesMax { get; init; } = 4 * 1024 * 1024;
}
