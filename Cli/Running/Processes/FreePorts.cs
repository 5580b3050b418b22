using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Cli.Running.Processes;

/// <summary>Ports of the loopback address that nobody listens on, each told once by this process.</summary>
/// <remarks>
/// They lie below the range from which systems take the near end of connections (Linux: from 32,768): a port of that range may be some connection's before
/// whoever asked for it listens on it. Two processes begin at different places.
/// </remarks>
internal static class FreePorts
{
    private const int First = 10_000, Count = 10_000, Stride = 37;

    private static int _told = Environment.ProcessId * Stride % Count;

    /// <exception cref="InvalidOperationException">Every port of the range is taken.</exception>
    public static int Next()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _told) % Count);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"No port from {First} to {First + Count - 1} is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
