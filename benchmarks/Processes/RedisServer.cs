using System.Diagnostics;

namespace Orchestrator.Benchmarks.Processes;

/// <summary>A real redis-server on a free loopback port, for one load.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _directory;

    private RedisServer(Process process, DirectoryInfo directory, int port) => (_process, _directory, Port) = (process, directory, port);

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    /// <param name="durable">Every write is on disk before it is answered, as the store asks of it; else nothing is kept at all.</param>
    /// <exception cref="InvalidOperationException">The server ended before it was ready.</exception>
    public static async Task<RedisServer> Start(bool durable)
    {
        var directory = Directory.CreateTempSubdirectory("orch-bench-redis-");
        var port = FreePorts.One();
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, UseShellExecute = false };
        string[] arguments =
        [
            "--port", $"{port}", "--bind", "127.0.0.1", "--dir", directory.FullName, "--save", "", "--appendonly", durable ? "yes" : "no",
            "--appendfsync", "always", "--maxmemory-policy", "noeviction",
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("Ready to accept connections", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new RedisServer(process, directory, port);
        }

        throw new InvalidOperationException("redis-server did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
