using System.ComponentModel;
using System.Diagnostics;

namespace Orchestrator.Cli.Drills.Places;

/// <summary><c>ip</c> of iproute2.</summary>
internal static class IpCommand
{
    /// <returns>What it said.</returns>
    /// <exception cref="Win32Exception">There is no <c>ip</c>.</exception>
    /// <exception cref="IOException">It refused; the message holds what it said.</exception>
    public static async Task<string> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var ip = Process.Start(start)!;
        var (said, complaint) = (ip.StandardOutput.ReadToEndAsync(), ip.StandardError.ReadToEndAsync());
        await ip.WaitForExitAsync();
        return ip.ExitCode == 0 ? await said : throw new IOException($"ip {string.Join(' ', arguments)}: {(await complaint).Trim()}");
    }
}
