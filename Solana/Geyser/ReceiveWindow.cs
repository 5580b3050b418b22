using System.Globalization;

namespace Orchestrator.Solana.Geyser;

/// <summary>How much of a stream may wait unread before its server has to stop.</summary>
/// <remarks>
/// The runtime keeps what waits in blocks of 16 KiB from the shared array pool, rented on the core of the socket's thread and given back on that of the
/// reader's. A window of more blocks than the pool keeps a core makes a flood allocate them anew; a small one makes it ask for more every few messages,
/// which allocates too. Hence half of what the pool keeps a core. The runtime widens the window by itself where the way to the server is long.
/// </remarks>
internal static class ReceiveWindow
{
    /// <summary>Read by the runtime before any code of ours runs; the launcher sets it. Its default is 32.</summary>
    internal const string BlocksVariable = "DOTNET_SYSTEM_BUFFERS_SHAREDARRAYPOOL_MAXARRAYSPERPARTITION";

    private const int BlockBytes = 16 * 1024, BytesMin = 512 * 1024, BytesMax = 8 * 1024 * 1024;

    public static int Bytes { get; } = For(Environment.GetEnvironmentVariable(BlocksVariable));

    internal static int For(string? blocks) =>
        int.TryParse(blocks, NumberStyles.None, CultureInfo.InvariantCulture, out var kept) ? (int)Math.Clamp((long)kept * BlockBytes / 2, BytesMin, BytesMax) : BytesMin;
}
