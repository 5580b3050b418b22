using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Orchestrator.Cli.Running.Processes;

namespace Orchestrator.Cli.Drills.Stages;

/// <summary>A redis-server of the drill's own, on a free loopback port and with its data in a directory of its own, set as live trading demands.</summary>
internal sealed class RedisServer(string directory) : IAsyncDisposable
{
    private Process? _process;

    public int Port { get; } = FreePorts.Next();

    public string Connection => "127.0.0.1:" + Port.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="Win32Exception">There is no redis-server on this machine.</exception>
    /// <exception cref="InvalidOperationException">The server ended before it was ready.</exception>
    public async Task Start()
    {
        Directory.CreateDirectory(directory);
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            "--maxmemory-policy", "noeviction",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = _process = Process.Start(start)!;
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

    /// <summary>The end of what a dead server had in its log is gone; where it is cut is no matter of commands.</summary>
    /// <param name="share">Of the bytes.</param>
    public void Cut(double share)
    {
        var log = Directory.GetFiles(Path.Combine(directory, "appendonlydir"), "*.incr.aof").Order(StringComparer.Ordinal).Last();
        using var file = new FileStream(log, FileMode.Open);
        file.SetLength((long)(file.Length * (1 - share)));
    }

    public async ValueTask DisposeAsync() => await Kill();
}
