namespace Orchestrator.Chain.Tests.Node;

/// <summary>A Solana runtime (litesvm, Agave's own crates) in a Node process of its own, with RPC and Jito methods on a free loopback port.</summary>
public sealed class ChainRuntime : IAsyncLifetime
{
    private ChainProcess? _process;
    private string? _clean;

    /// <summary>Why the chain cannot run on this machine; null when it can.</summary>
    public string? Missing { get; private set; }

    /// <summary>The methods of the running chain.</summary>
    public ChainCalls Calls => _process?.Calls ?? throw new InvalidOperationException(Missing ?? "The chain was not started.");

    public async ValueTask InitializeAsync()
    {
        Missing = FindMissing();
        if (Missing is not null) return;
        _process = await ChainProcess.StartAsync();
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

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string? FindMissing()
    {
        if (!Tool.IsInstalled(Tool.Node)) return "Node is not installed: run tests/install.";
        if (!Tool.IsInstalled(Tool.Clang)) return $"{Tool.Clang} is not installed: run tests/install.";
        return Directory.Exists(Path.Combine(SourceTree.Chain, "runtime", "node_modules", "litesvm"))
            ? null
            : "The Node parts of the chain are not installed: run tests/install.";
    }
}
