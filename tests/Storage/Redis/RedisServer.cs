using System.Diagnostics;

namespace Orchestrator.Storage.Tests.Redis;

/// <summary>A real redis-server on a free loopback port, with its data in a directory of its own.</summary>
internal sealed class RedisServer(string directory, int port, string password = "") : IAsyncDisposable
{
    private Process? _process;

    public int Port { get; } = port;

    public string Connection => $"127.0.0.1:{Port}" + (password.Length > 0 ? $",password={password}" : "");

    public string AppendOnlyFile => Directory.GetFiles(Path.Combine(directory, "appendonlydir"), "*.incr.aof").Order(StringComparer.Ordinal).Last();

    public string DataDirectory => Path.Combine(directory, "appendonlydir");

    /// <exception cref="InvalidOperationException">The server ended before it was ready.</exception>
    public async Task Start(params string[] more)
    {
        Directory.CreateDirectory(directory);
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "yes", "--appendfsync", "always",
            "--maxmemory-policy", "noeviction", "--auto-aof-rewrite-percentage", "0", "--aof-timestamp-enabled", "no",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        if (password.Length > 0) foreach (var argument in (string[])["--requirepass", password]) start.ArgumentList.Add(argument);
        foreach (var argument in more) start.ArgumentList.Add(argument);
        var process = _process = Process.Start(start)!;
        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (!line.Contains("Ready to accept connections", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return;
        }
        throw new InvalidOperationException("redis-server did not start: " + string.Join('\n', said));
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

    public async ValueTask DisposeAsync() => await Kill();
}
