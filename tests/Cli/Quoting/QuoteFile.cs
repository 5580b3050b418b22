using System.Globalization;
using System.Text.Json;

namespace Orchestrator.Cli.Tests.Quoting;

/// <summary>Writes accounts to a file and asks for a quote from it.</summary>
internal static class QuoteFile
{
    public static string Line(string pubkey, string? owner, byte[] data) => JsonSerializer.Serialize(new { pubkey, owner, data });

    public static async Task<CommandAnswer> Quote(IEnumerable<string> lines, string pool, string mint, ulong amount, params string[] more)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(path, lines);
            return await CommandTest.Run(
                ["quote", "--accounts", path, "--pool", pool, "--in", mint, "--amount", amount.ToString(CultureInfo.InvariantCulture), .. more]);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
