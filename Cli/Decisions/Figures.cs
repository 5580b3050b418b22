using System.Globalization;
using Orchestrator.Domain.Money;

namespace Orchestrator.Cli.Decisions;

/// <summary>How figures are written for people.</summary>
internal static class Figures
{
    private const int MintHead = 4;

    public static string Sol(long lamports) => new Lamports(lamports).ToSol().ToString("#,0.######", CultureInfo.InvariantCulture) + " SOL";

    public static string Signed(long lamports) => (lamports > 0 ? "+" : "") + Sol(lamports);

    /// <param name="unit">As the API names it.</param>
    public static string Value(decimal value, string unit) => unit switch
    {
        "condition" => value == 0 ? "holds" : "does not hold",
        "lamports" => (value / Lamports.PerSol).ToString("#,0.####", CultureInfo.InvariantCulture) + " SOL",
        "ratio" => (value * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        "slots" => value.ToString("#,0", CultureInfo.InvariantCulture) + " slots",
        "seconds" => value.ToString("#,0.###", CultureInfo.InvariantCulture) + " s",
        _ => value.ToString("#,0.####", CultureInfo.InvariantCulture),
    };

    /// <summary>A mint by its first and last letters; SOL by its name.</summary>
    public static string MintName(string mint) =>
        mint == Mint.Sol.Value ? "SOL" : mint.Length <= (2 * MintHead) + 1 ? mint : $"{mint[..MintHead]}…{mint[^MintHead..]}";

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Words(string code) => code.Replace('_', ' ');
}
