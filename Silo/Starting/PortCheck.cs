using System.Net;
using System.Net.Sockets;
using Orchestrator.Silo.Configuration;

namespace Orchestrator.Silo.Starting;

/// <summary>Names the setting whose port is taken; the silo itself would only say that an address is in use.</summary>
internal static class PortCheck
{
    private static readonly string[] Keys = ["cluster.silo_port", "cluster.gateway_port"];

    /// <exception cref="StartFault">Another process listens there.</exception>
    public static void Run(EffectiveSettings settings)
    {
        foreach (var key in Keys)
        {
            using var probe = new TcpListener(IPAddress.Loopback, (int)settings.Whole(key));
            try
            {
                probe.Start();
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new StartFault(StartFaultCodes.PortInUse, $"{key} is {settings.Whole(key)}, and another process listens there.",
                    $"Stop that process, or set {key}.", fault);
            }
        }
    }
}
