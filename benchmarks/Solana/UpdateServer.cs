using System.Diagnostics;
using Google.Protobuf;
using Orchestrator.GeyserHost;
using Orchestrator.Solana.Geyser;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>The flood server in a process of its own, which ends with its standard input.</summary>
internal sealed class UpdateServer : IDisposable
{
    /// <summary>The hidden command of this program that serves a recording.</summary>
    public const string Command = "serve-updates";

    private readonly Process _process;
    private readonly string _file;

    private UpdateServer(Process process, string file, Uri address, long roundBytes) => (_process, _file, Address, RoundBytes) = (process, file, address, roundBytes);

    public Uri Address { get; }

    public long RoundBytes { get; }

    public static async Task<UpdateServer> Start(IReadOnlyList<SubscribeUpdate> updates)
    {
        var file = Path.GetTempFileName();
        await using (var stream = File.Create(file))
            foreach (var update in updates) RecordedStream.Write(stream, update.ToByteArray());
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Command, file]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The update server did not start.");
        return new UpdateServer(process, file, new Uri(line), updates.Sum(one => (long)one.CalculateSize()));
    }

    /// <summary>Runs in the process of its own.</summary>
    public static async Task<int> Serve(string file)
    {
        await using var stream = File.OpenRead(file);
        await using var server = await FloodServer.StartAsync([.. RecordedStream.Read(stream).Select(one => SubscribeUpdate.Parser.ParseFrom(one.Span))]);
        Console.WriteLine(server.Address);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_file);
    }
}
