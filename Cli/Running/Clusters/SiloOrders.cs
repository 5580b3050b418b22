using System.Globalization;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Running.Clusters;

/// <summary>What one silo process of a cluster on this machine is started with. Started again it has the same name, ports and directory.</summary>
/// <param name="ConfigFile">Configuration file of all; null for none.</param>
/// <param name="Common">Settings of all, <c>key=value</c>; the silo's own come after them.</param>
internal sealed record SiloOrders(string Name, int SiloPort, int GatewayPort, string Directory, string? ApiAddress, string? ConfigFile, IReadOnlyList<string> Common)
{
    /// <summary>Said by a silo whose start is over.</summary>
    public const string Started = "orchestrator took over took";

    /// <summary>Said by a silo that can take over as fast as it ever will.</summary>
    public const string OnStandby = "Ready to take over";

    /// <param name="directory">Holds a directory for each silo: the store's head is kept by each for itself.</param>
    public static SiloOrders For(string name, string directory, string? apiAddress, string? configFile, IReadOnlyList<string> common) =>
        new(name, FreePorts.Next(), FreePorts.Next(), Path.Combine(directory, name), apiAddress, configFile, common);

    /// <summary>The settings as pairs.</summary>
    public IReadOnlyList<string> Settings =>
    [
        .. Common,
        "storage.provider=redis",
        "storage.data_directory=" + Directory,
        "cluster.silo_name=" + Name,
        "cluster.silo_port=" + SiloPort.ToString(CultureInfo.InvariantCulture),
        "cluster.gateway_port=" + GatewayPort.ToString(CultureInfo.InvariantCulture),
        .. ApiAddress is null ? ["api.enabled=false"] : new[] { "api.address=" + ApiAddress },
    ];

    /// <param name="more">Further arguments of <c>orch run</c>.</param>
    public OwnProcess Start(params IEnumerable<string> more) => Start(Launch.Plain, more);

    /// <param name="more">Further arguments of <c>orch run</c>.</param>
    public OwnProcess Start(Launch launch, IEnumerable<string> more) =>
        OwnProcess.Orch(launch, ["run", .. ConfigFile is null ? [] : new[] { "--config", ConfigFile }, .. Settings.SelectMany(pair => new[] { "--set", pair }), .. more]);
}
