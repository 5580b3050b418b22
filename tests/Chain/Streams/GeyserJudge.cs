using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Orchestrator.Chain.Tests.Node;

namespace Orchestrator.Chain.Tests.Streams;

/// <summary>One update as a client handed it to its user.</summary>
/// <param name="Id">Hex signature of a transaction, number of a slot's status, else empty.</param>
public sealed record Seen(string Kind, string? Slot, string Id, IReadOnlyList<string> Filters);

/// <summary>A real Geyser client from npm, running in a Node process of its own.</summary>
public sealed class GeyserJudge : IAsyncDisposable
{
    /// <summary>A message that is not there after this time is missing. Clients wait 5 s before they reconnect.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<Seen> _seen = Channel.CreateUnbounded<Seen>();
    private readonly Task _reading;
    private readonly Task<string> _errors;

    private GeyserJudge(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    private static string Folder => Path.Combine(SourceTree.Chain, "geyser");

    public static GeyserJudge Start(string client, Uri address, JsonObject options)
    {
        RequireParts();
        return new(Process.Start(new ProcessStartInfo(Tool.Node, ["judge.js", client, address.ToString().TrimEnd('/'), options.ToJsonString()])
        {
            WorkingDirectory = Folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!);
    }

    /// <summary>Skips the test where the clients cannot run, but fails it in CI.</summary>
    private static void RequireParts()
    {
        var missing = !Tool.IsInstalled(Tool.Node) ? "Node is not installed: run tests/install."
            : Directory.Exists(Path.Combine(Folder, "node_modules", "helius-laserstream")) ? null
            : "The Geyser clients are not installed: run tests/install.";
        if (missing is null) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail($"In CI the clients must run. {missing}");
        Assert.Skip(missing);
    }

    /// <summary>Waits for what the client brings about; fails with what it wrote when it ends before.</summary>
    public async Task BringsAboutAsync(Task reached)
    {
        if (await Task.WhenAny(reached, _reading).WaitAsync(Patience) == _reading) Assert.Fail($"The client ended: {await _errors}");
        await reached;
    }

    /// <summary>Collects updates until one is the last that is wanted.</summary>
    public async Task<IReadOnlyList<Seen>> UntilAsync(Func<Seen, bool> isLast)
    {
        var seen = new List<Seen>();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var update in _seen.Reader.ReadAllAsync(patience.Token))
            {
                seen.Add(update);
                if (isLast(update)) return seen;
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The client went silent after {seen.Count} updates, the last: {seen.LastOrDefault()}");
        }

        Assert.Fail($"The client ended after {seen.Count} updates: {await _errors}");
        return [];
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _seen.Writer.TryWrite(JsonSerializer.Deserialize<Seen>(line, JsonSerializerOptions.Web)!);
        _seen.Writer.Complete();
    }
}
