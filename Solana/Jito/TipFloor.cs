using System.Globalization;
using System.Text.Json;
using Orchestrator.Solana.Transactions.Reading;

namespace Orchestrator.Solana.Jito;

/// <summary>What tips landed lately, by percentile. Lamports, rounded up.</summary>
public sealed record TipFloor(DateTimeOffset Time, ulong P25, ulong P50, ulong P75, ulong P95, ulong P99, ulong SmoothedP50)
{
    /// <summary>Below this an engine takes no bundle, lamports.</summary>
    public const ulong TipMin = 1_000;

    // More than this is a slip of the source, and a tip set by it would be a loss.
    private const decimal SolMax = 1_000;

    /// <summary>Null when the bytes are no tip floor.</summary>
    public static TipFloor? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, JsonShape.Strict);
            return json.RootElement.Array(One) is [var floor] ? floor : null;
        }
        catch (Exception fault) when (fault is JsonException or ShapeException)
        {
            return null;
        }
    }

    private static TipFloor One(JsonElement json) => new(
        DateTimeOffset.TryParse(json.Text("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw new ShapeException("time: no time"),
        Lamports(json, "landed_tips_25th_percentile"), Lamports(json, "landed_tips_50th_percentile"), Lamports(json, "landed_tips_75th_percentile"),
        Lamports(json, "landed_tips_95th_percentile"), Lamports(json, "landed_tips_99th_percentile"), Lamports(json, "ema_landed_tips_50th_percentile"));

    /// <summary>The source writes SOL as floating point; decimal reads its digits exactly.</summary>
    private static ulong Lamports(JsonElement json, string name)
    {
        var text = json.Member(name).GetRawText();
        return decimal.TryParse(text, NumberStyles.AllowExponent | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sol) && sol is >= 0 and <= SolMax
            ? (ulong)decimal.Ceiling(sol * 1_000_000_000)
            : throw new ShapeException($"{name}: no amount of SOL");
    }
}
