using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Solana.Jito;

namespace Orchestrator.Chain.Tests.Node;

/// <summary>
/// A Solana runtime (litesvm, Agave's own crates) in a Node process of its own, with RPC and Jito methods on a free loopback port.
/// It ends with this process, whichever way that ends: the child leaves when its standard input closes.
/// </summary>
public sealed class ChainRuntime : IAsyncLifetime
{
    /// <summary>A cold start takes about a second; a machine under load is given much more before it is called a failure.</summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private Process? _process;
    private ChainCalls? _calls;
    private string? _clean;

    /// <summary>Why the chain cannot run on this machine; null when it can.</summary>
    public string? Missing { get; private set; }

    /// <summary>The methods of the running chain.</summary>
    public ChainCalls Calls => _calls ?? throw new InvalidOperationException(Missing ?? "The chain was not started.");

    public async ValueTask InitializeAsync()
    {
        Missing = FindMissing();
        if (Missing is not null) return;
        var programs = await StandInPrograms.BuildAsync();
        _process = Process.Start(new ProcessStartInfo(Tool.Node, ["main.js", .. programs])
        {
            WorkingDirectory = RuntimeFolder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["CHAIN_TIP_ACCOUNTS"] = string.Join(',', TipAccounts.List) },
        })!;
        var errors = _process.StandardError.ReadToEndAsync();
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(StartMax)
            ?? throw new InvalidOperationException($"The chain did not start:\n{await errors}");
        var addresses = JsonDocument.Parse(line).RootElement;
        _calls = new ChainCalls(Address(addresses, "rpc"), Address(addresses, "jito"), Address(addresses, "control"));
        _clean = await Calls.SnapshotAsync();
    }

    /// <summary>Takes the chain back to its start. Skips the test where the chain cannot run, but fails it in CI.</summary>
    public async Task StartOverAsync()
    {
        if (Missing is not null)
        {
            if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"In CI the chain must run. {Missing}");
            Assert.Skip(Missing);
        }

        await Calls.RestoreAsync(_clean!);
    }

    public async ValueTask DisposeAsync()
    {
        _calls?.Dispose();
        if (_process is null) return;
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string RuntimeFolder => Path.Combine(SourceTree.Chain, "runtime");

    private static string? FindMissing()
    {
        if (!Tool.IsInstalled(Tool.Node)) return "Node is not installed: run tests/install.";
        if (!Tool.IsInstalled(Tool.Clang)) return $"{Tool.Clang} is not installed: run tests/install.";
        return Directory.Exists(Path.Combine(RuntimeFolder, "node_modules", "litesvm"))
            ? null
            : "The Node parts of the chain are not installed: run tests/install.";
    }

    private static Uri Address(JsonElement addresses, string name) => new(addresses.GetProperty(name).GetString()!);
}
