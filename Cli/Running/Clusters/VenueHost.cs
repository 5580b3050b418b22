using System.Text.Json;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Running.Clusters;

/// <summary>The simulated venue as a process of its own (<c>orch venue --json</c>), which outlives the silos that trade there.</summary>
internal sealed class VenueHost(OwnProcess process, string address) : IAsyncDisposable
{
    public string Address => address;

    /// <summary>Whether a line is the one that names the address.</summary>
    public static bool IsReady(string line) => line.StartsWith("{\"address\":", StringComparison.Ordinal);

    public static string AddressOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("address").GetString()!;

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
