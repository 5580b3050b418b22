using System.Diagnostics;
using System.Text.Json;
using Orchestrator.Solana.Jito;

namespace Orchestrator.Chain.Tests.Node;

/// <summary>A running chain. It ends with this process, whichever way that ends: the child leaves when its standard input closes.</summary>
public sealed class ChainProcess : IAsyncDisposable
{
    /// <summary>Program files that replace the stand-ins: PROGRAMID=file.so,…</summary>
    public const string Programs = "CHAIN_PROGRAMS";

    /// <summary>A cold start takes about a second; a machine under load is given much more before it is called a failure.</summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ChainProcess(Process process, ChainCalls calls) => (_process, Calls) = (process, calls);

    public ChainCalls Calls { get; }

    /// <param name="programs">What <see cref="Programs"/> says; null leaves it as this process has it.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened; the message holds what it wrote.</exception>
    public static async Task<ChainProcess> StartAsync(string? programs = null)
    {
        var start = new ProcessStartInfo(Tool.Node, ["main.js", .. await StandInPrograms.BuildAsync()])
        {
            WorkingDirectory = Path.Combine(SourceTree.Chain, "runtime"),
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["CHAIN_TIP_ACCOUNTS"] = string.Join(',', TipAccounts.List) },
        };
        if (programs is not null) start.Environment[Programs] = programs;
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(StartMax) is not { } line)
        {
            process.Dispose();
            throw new InvalidOperationException($"The chain did not start:\n{await errors}");
        }

        var addresses = JsonDocument.Parse(line).RootElement;
        return new ChainProcess(process, new ChainCalls(Address(addresses, "rpc"), Address(addresses, "jito"), Address(addresses, "control")));
    }

    public async ValueTask DisposeAsync()
    {
        Calls.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Uri Address(JsonElement addresses, string name) => new(addresses.GetProperty(name).GetString()!);
}
