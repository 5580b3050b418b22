using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Domain.Money;

namespace Orchestrator.Client.Api.Wire;

/// <summary>How the core's values are written at this edge.</summary>
internal static class Words
{
    private static readonly ConcurrentDictionary<Enum, string> Known = new();

    /// <summary><c>LandedWithError</c> is <c>landed_with_error</c>.</summary>
    public static string Of(Enum value) => Known.GetOrAdd(value, static one => JsonNamingPolicy.SnakeCaseLower.ConvertName(one.ToString()));

    /// <summary>The same amount in SOL, exact, all decimals that are needed.</summary>
    public static string Sol(long lamports) => new Lamports(lamports).ToSolString();

    public static string? Sol(long? lamports) => lamports is { } known ? Sol(known) : null;

    /// <summary>Seconds as milliseconds with microseconds kept.</summary>
    public static double Milliseconds(double seconds) => Math.Round(seconds * 1_000, 3);

    public static string Cursor(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);
}
