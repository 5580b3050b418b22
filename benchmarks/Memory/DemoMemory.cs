using System.Diagnostics;
using System.Globalization;
using Orchestrator.Benchmarks.Reporting;

namespace Orchestrator.Benchmarks.Memory;

/// <summary>What the process of a whole demo takes, by the kernel's own account.</summary>
internal static class DemoMemory
{
    private const double GoalMegabytes = 250;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    public static async Task Run(Report report, TimeSpan duration)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[Program(), "demo", "--json"]) start.ArgumentList.Add(argument);
        using var demo = Process.Start(start)!;
        var said = demo.StandardOutput.ReadToEndAsync();
        var complaints = demo.StandardError.ReadToEndAsync();
        var (peak, last, samples) = (0.0, 0.0, 0);
        using var timer = new PeriodicTimer(Period);
        while (!demo.HasExited && await timer.WaitForNextTickAsync())
        {
            if (Read(demo.Id) is not { } memory) continue;
            (peak, last, samples) = (Math.Max(peak, memory.Peak), memory.Now, samples + 1);
        }

        await demo.WaitForExitAsync();
        var passed = (await said).Contains("\"PASS\"", StringComparison.Ordinal);
        report.Add(new(
            "memory", "RSS of `orch demo --json`, highest (VmHWM)", $"{peak:0} MB", null, null, $"< {GoalMegabytes:0} MB", peak < GoalMegabytes));
        report.Note($"Demo: exit {demo.ExitCode}, result {(passed ? "PASS" : "not PASS: " + (await complaints).Trim())}, {samples} samples, {last:0} MB at the end.");
    }

    /// <summary>The build of this project builds the CLI too: without it there is no figure, and that is a fault of the run.</summary>
    private static string Program()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "Cli", "bin", "Release", "net10.0", "Orchestrator.Cli.dll");
            if (File.Exists(program)) return program;
        }

        throw new FileNotFoundException($"The CLI does not stand beside {AppContext.BaseDirectory}; build the benchmarks in Release.");
    }

    /// <returns>Null once the process is gone.</returns>
    private static (double Peak, double Now)? Read(int process)
    {
        try
        {
            var lines = File.ReadAllLines($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/status");
            return Megabytes("VmHWM:") is { } peak && Megabytes("VmRSS:") is { } now ? (peak, now) : null;

            double? Megabytes(string key) => lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal)) is { } line
                ? double.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6
                : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }
}
