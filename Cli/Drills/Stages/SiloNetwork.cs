using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Orchestrator.Cli.Drills.Stages;

/// <summary>A network namespace for each silo, joined by a bridge of this host, so that silos can be kept apart while each still reaches the host.</summary>
/// <remarks>Needs root and <c>ip</c> and <c>bridge</c> of iproute2. A port that is isolated on the bridge reaches the host and no other isolated port; packets are dropped without a word.</remarks>
internal sealed class SiloNetwork : IDisposable
{
    private const int NamespacesMax = 200;

    private readonly string _name = "orch" + (Environment.ProcessId % 100_000).ToString(CultureInfo.InvariantCulture);
    private readonly int _net = Environment.ProcessId % 250 + 1;
    private int _members;

    /// <exception cref="PlatformNotSupportedException">This machine, or this user, may not make namespaces.</exception>
    public SiloNetwork()
    {
        try
        {
            Ip($"link add {_name} type bridge");
            Ip($"addr add {Address(1)}/24 dev {_name}");
            Ip($"link set {_name} up");
        }
        catch (Exception refused) when (refused is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            throw new PlatformNotSupportedException(refused.Message, refused);
        }
    }

    /// <summary>Where silos reach what listens on this host.</summary>
    public IPAddress Host => Address(1);

    /// <summary>Another namespace on the bridge.</summary>
    /// <returns>Its name and its address.</returns>
    public (string Name, IPAddress Address) Join()
    {
        if (_members >= NamespacesMax) throw new InvalidOperationException("The network of this drill is full.");
        var number = ++_members;
        Ip($"netns add {Space(number)}");
        Ip($"link add {Port(number)} type veth peer name eth0 netns {Space(number)}");
        Ip($"link set {Port(number)} master {_name} up");
        Ip($"-n {Space(number)} addr add {Address(number + 1)}/24 dev eth0");
        Ip($"-n {Space(number)} link set eth0 up");
        Ip($"-n {Space(number)} link set lo up");
        return (Space(number), Address(number + 1));
    }

    /// <summary>No silo reaches another one; the host reaches all.</summary>
    public void Part(bool apart)
    {
        for (var number = 1; number <= _members; number++) Run("bridge", $"link set dev {Port(number)} isolated {(apart ? "on" : "off")}");
    }

    public void Dispose()
    {
        for (var number = 1; number <= _members; number++) Ip($"netns del {Space(number)}");
        Ip($"link del {_name}");
    }

    private string Space(int number) => $"{_name}-{number.ToString(CultureInfo.InvariantCulture)}";

    private string Port(int number) => $"{_name}p{number.ToString(CultureInfo.InvariantCulture)}";

    private IPAddress Address(int last) => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.213.{_net}.{last}"));

    private static void Ip(string arguments) => Run("ip", arguments);

    private static void Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {arguments}: {said.Trim()}");
    }
}
