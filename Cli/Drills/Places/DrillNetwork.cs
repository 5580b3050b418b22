using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Orchestrator.Cli.Drills.Places;

/// <summary>A host of a <see cref="DrillNetwork"/>: a network namespace with one address and one way out.</summary>
/// <param name="Namespace">Its name in <c>ip netns</c>.</param>
internal sealed record DrillHost(string Namespace, IPAddress Address)
{
    /// <summary>What runs a program there.</summary>
    public IReadOnlyList<string> Inside => ["ip", "netns", "exec", Namespace];
}

/// <summary>
/// Hosts that can be cut off from each other: network namespaces of this machine, each with a cable to a router that is a namespace too. The machine itself, where Redis and the
/// venue run, is one more cable away. What the router is told to drop vanishes without a word, as behind a broken switch.
/// </summary>
internal sealed class DrillNetwork : IAsyncDisposable
{
    /// <summary>Two silos trade; a third may start while one of them ends.</summary>
    private const int Hosts = 4;

    private const string NamePrefix = "orch-drill-";

    private readonly string _name;
    private readonly int _net;
    private readonly List<string> _namespaces = [];

    private DrillNetwork(int process)
    {
        // 198.18.0.0/15 is set aside for tests of networks (RFC 2544): 512 nets of 256 addresses, so that drills side by side do not meet.
        const int Nets = 512;
        (_name, _net) = (NamePrefix + process.ToString(CultureInfo.InvariantCulture), process % Nets);
    }

    public IPAddress RedisAddress => Address(0, 2);

    public IPAddress VenueAddress => Address(0, 3);

    /// <exception cref="MissingPartException">This machine has no <c>ip</c>, or does not let this user make networks.</exception>
    public static async Task<DrillNetwork> Open()
    {
        var network = new DrillNetwork(Environment.ProcessId);
        try
        {
            await network.Build();
            return network;
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            await network.DisposeAsync();
            throw new MissingPartException($"This drill puts each silo on a host of its own by network namespaces, and they cannot be made here: {fault.Message}",
                "ip (iproute2), and the right to make networks: root, or CAP_SYS_ADMIN and CAP_NET_ADMIN", "Run it as root (Debian: apt install iproute2)", fault);
        }
    }

    /// <param name="number">From 1.</param>
    public DrillHost Host(int number) => number is >= 1 and <= Hosts
        ? new DrillHost(Of(number), Address(number, 2)) : throw new ArgumentOutOfRangeException(nameof(number), number, $"There are {Hosts} hosts.");

    /// <summary>From now on nothing passes between the two, in either direction.</summary>
    public async Task Cut(IPAddress one, IPAddress other)
    {
        await Drop("add", one, other);
        await Drop("add", other, one);
    }

    /// <summary>Everything passes again; what was sent meanwhile is sent again by whoever misses its answer.</summary>
    public async Task Mend(IPAddress one, IPAddress other)
    {
        await Drop("del", one, other);
        await Drop("del", other, one);
    }

    public async ValueTask DisposeAsync()
    {
        // The cables go with them.
        foreach (var each in _namespaces) await IpCommand.Run("netns", "del", each);
        _namespaces.Clear();
    }

    private string Router => _name;

    private string Of(int host) => string.Create(CultureInfo.InvariantCulture, $"{_name}-{host}");

    /// <param name="cable">0 leads to this machine.</param>
    private IPAddress Address(int cable, int last)
    {
        const int PerCable = 8, NetsPerByte = 256;
        return new([198, (byte)(18 + _net / NetsPerByte), (byte)(_net % NetsPerByte), (byte)(cable * PerCable + last)]);
    }

    private async Task Build()
    {
        await RemoveLeft();
        await Add(Router);
        await IpCommand.Run("netns", "exec", Router, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        await Cable(0, null, RedisAddress, VenueAddress);
        await IpCommand.Run("route", "add", $"{Address(0, 0)}/24", "via", $"{Address(0, 1)}");
        for (var host = 1; host <= Hosts; host++)
        {
            await Add(Of(host));
            await Cable(host, Of(host), Address(host, 2));
            await IpCommand.Run("-n", Of(host), "route", "add", "default", "via", $"{Address(host, 1)}");
        }
    }

    private async Task Add(string name)
    {
        await IpCommand.Run("netns", "add", name);
        _namespaces.Add(name);
        await IpCommand.Run("-n", name, "link", "set", "lo", "up");
    }

    /// <summary>From the router to a host, or to this machine.</summary>
    private async Task Cable(int number, string? host, params IPAddress[] addresses)
    {
        // Names of devices are short: 15 letters.
        var (near, far) = ($"od{_net}-{number}r", $"od{_net}-{number}");
        string[] there = host is null ? [] : ["-n", host];
        await IpCommand.Run("link", "add", far, "type", "veth", "peer", "name", near, "netns", Router);
        if (host is not null) await IpCommand.Run("link", "set", far, "netns", host);
        await IpCommand.Run("-n", Router, "addr", "add", $"{Address(number, 1)}/29", "dev", near);
        await IpCommand.Run("-n", Router, "link", "set", near, "up");
        foreach (var address in addresses) await IpCommand.Run([.. there, "addr", "add", $"{address}/29", "dev", far]);
        await IpCommand.Run([.. there, "link", "set", far, "up"]);
    }

    private Task<string> Drop(string change, IPAddress from, IPAddress to) => IpCommand.Run("-n", Router, "rule", change, "from", $"{from}", "to", $"{to}", "blackhole");

    /// <summary>What a drill that was killed has left behind.</summary>
    private static async Task RemoveLeft()
    {
        foreach (var line in (await IpCommand.Run("netns", "list")).Split('\n'))
        {
            var name = line.Split(' ')[0];
            if (!name.StartsWith(NamePrefix, StringComparison.Ordinal)) continue;
            var owner = int.Parse(name[NamePrefix.Length..].Split('-')[0], CultureInfo.InvariantCulture);
            if (owner == Environment.ProcessId || !IsAlive(owner)) await IpCommand.Run("netns", "del", name);
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
