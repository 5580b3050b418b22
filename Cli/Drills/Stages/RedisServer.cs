using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Stages;

/// <summary>A redis-server of the drill's own, on a free loopback port and with its data in a directory of its own, set as live trading demands.</summary>
/// <param name="alsoAt">Another address of this machine at which it is found; null for none.</param>
internal sealed class RedisServer(string directory, IPAddress? alsoAt = null) : IAsyncDisposable
{
    private Process? _process;

    public int Port { get; } = FreePorts.Next();

    public string Connection => "127.0.0.1:" + Port.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="MissingPartException">There is no redis-server on this machine.</exception>
    /// <exception cref="InvalidOperationException">The server ended before it was ready.</exception>
    public async Task Start()
    {
        Directory.CreateDirectory(directory);
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", .. alsoAt is null ? [] : new[] { $"{alsoAt}", "--protected-mode", "no" }, "--dir", directory, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            "--maxmemory-policy", "noeviction",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = _process = Begin(start);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("Ready to accept connections", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return;
        }

        throw new InvalidOperationException("redis-server did not start.");
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        if (_process is not { } process) return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>What a dead server had on its disk is gone.</summary>
    public void Empty() => Directory.Delete(directory, recursive: true);

    /// <summary>The last part of what a dead server had written is gone; it comes back with every whole command before.</summary>
    public void Cut(int percent)
    {
        const int Whole = 100;
        var log = Directory.GetFiles(Path.Combine(directory, "appendonlydir"), "*.incr.aof").Order(StringComparer.Ordinal).Last();
        using var file = File.OpenWrite(log);
        file.SetLength(file.Length * (Whole - percent) / Whole);
    }

    public async ValueTask DisposeAsync() => await Kill();

    private static Process Begin(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new MissingPartException($"A drill starts a Redis of its own, and redis-server cannot be started here: {missing.Message}", "redis-server 7 or later on PATH",
                "Install it (Debian: apt install redis-server)", missing);
        }
    }
}
