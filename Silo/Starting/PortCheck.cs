using System.Net;
using System.Net.Sockets;
using Orchestrator.Silo.Configuration;
using Orchestrator.Silo.Hosting;

namespace Orchestrator.Silo.Starting;

/// <summary>Names the setting whose port is taken, before anything is begun; what listens later would only say that an address is in use.</summary>
internal static class PortCheck
{
    private static readonly string[] Keys = ["cluster.silo_port", "cluster.gateway_port"];

    /// <exception cref="StartFault">Another process listens there, or there is nowhere on this host.</exception>
    public static void Run(EffectiveSettings settings, bool servesApi)
    {
        var address = ClusterAddress.Of(settings);
        foreach (var key in Keys) Probe(key, settings.Whole(key).ToString(System.Globalization.CultureInfo.InvariantCulture), new IPEndPoint(address, (int)settings.Whole(key)));
        if (servesApi && ApiEndPoint(settings.Text("api.address")) is { } api) Probe("api.address", settings.Text("api.address"), api);
    }

    /// <returns>Null for a name that only the network can resolve; the server itself will say so.</returns>
    private static IPEndPoint? ApiEndPoint(string address)
    {
        var uri = new Uri(address);
        if (uri.Host == "localhost") return new IPEndPoint(IPAddress.Loopback, uri.Port);
        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) ? new IPEndPoint(ip, uri.Port) : null;
    }

    private static void Probe(string key, string value, IPEndPoint place)
    {
        using var probe = new TcpListener(place);
        try
        {
            probe.Start();
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StartFault(StartFaultCodes.PortInUse, $"{key} is {value}, and another process listens there.", $"Stop that process, or set {key}.", fault);
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressNotAvailable && Keys.Contains(key))
        {
            throw ClusterAddress.NotOurs($"{ClusterAddress.Key} is {place.Address}, which is no address of this host.", fault);
        }
    }
}
