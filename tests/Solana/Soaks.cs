using System.Globalization;

namespace Orchestrator.Solana.Tests;

/// <summary>Long runs with a seed that is told, and that can be given to see the same run again.</summary>
internal static class Soaks
{
    /// <summary>SOAK_SEED, or another one each time.</summary>
    public static int Seed(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SOAK_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount;
        output.WriteLine($"seed {seed}");
        return seed;
    }
}
