using System.Diagnostics;
using System.Text.Json;

namespace Orchestrator.Benchmarks.Solana;

/// <summary>The Node programs that are measured beside ours.</summary>
internal static class Peers
{
    /// <summary>@solana/web3.js, for measurements only.</summary>
    public static readonly string Wire = Path.Combine(Root, "benchmarks", "Solana", "peers");

    /// <summary>The Geyser clients that judge our endpoint in the tests.</summary>
    public static readonly string Geyser = Path.Combine(Root, "tests", "Chain", "geyser");

    private static string Root
    {
        get
        {
            for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "Orleans.sln"))) return at.FullName;
            throw new InvalidOperationException($"No Orleans.sln above {AppContext.BaseDirectory}.");
        }
    }

    /// <summary>Installs what the lock files name, unless it is there.</summary>
    public static async Task Install()
    {
        foreach (var folder in (string[])[Wire, Geyser])
            if (!File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
                await Run(folder, "npm", null, "ci", "--no-audit", "--no-fund", "--loglevel=error");
    }

    /// <param name="input">Written to its standard input; null: none.</param>
    /// <returns>The JSON it printed.</returns>
    public static async Task<JsonElement> Ask(string folder, string script, string? input, params string[] arguments) =>
        JsonDocument.Parse(await Run(folder, "node", input, [script, .. arguments])).RootElement;

    private static async Task<string> Run(string folder, string program, string? input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (input is not null) await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await errors}");
    }
}
