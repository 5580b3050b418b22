using System.Net;
using System.Net.Sockets;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Starting;

namespace Orchestrator.Silo.Hosting;

/// <summary>Where other silos and clients of the cluster find this one, and the only address it listens at for them.</summary>
internal static class ClusterAddress
{
    public const string Key = "cluster.address";

    /// <exception cref="StartFault">The name leads nowhere.</exception>
    public static IPAddress Of(EffectiveSettings settings)
    {
        var text = settings.Text(Key);
        if (IPAddress.TryParse(text, out var address)) return address;
        try
        {
            // Others must find the same one: the kind that every network has comes first.
            return Dns.GetHostAddresses(text).OrderBy(found => found.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).ThenBy(found => found.ToString(), StringComparer.Ordinal).First();
        }
        catch (SocketException fault)
        {
            throw NotOurs($"{Key} is {text}, and that name leads nowhere: {fault.Message}", fault);
        }
    }

    public static StartFault NotOurs(string message, SocketException fault) =>
        new(StartFaultCodes.ClusterAddress, message, $"Set {Key} to an address of this host, or to a name that leads to one; absent it is loopback.", fault);
}
