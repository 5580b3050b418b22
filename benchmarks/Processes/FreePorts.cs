using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Benchmarks.Processes;

internal static class FreePorts
{
    public static int One()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
