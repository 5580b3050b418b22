using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Cli.Answers;

namespace Orchestrator.Cli.Demo;

/// <summary>What one tape came to when it was recorded. The same seed, length and settings must come to the same.</summary>
/// <param name="SettingsHash">Of <see cref="DemoSettings.OutcomeHash"/>.</param>
internal sealed record Expectation(
    ulong Seed, int Seconds, string SettingsHash, int Opportunities, int Executed, ImmutableSortedDictionary<string, int> Rejected, int Expired, int Dropped,
    long EquityLamports, long RealisedProfitLamports, string DecisionsDigest)
{
    private static readonly Lazy<ImmutableArray<Expectation>> Known = new(Read);

    /// <summary>Null when nobody has recorded this tape.</summary>
    public static Expectation? Find(ulong seed, int seconds, string settingsHash) =>
        Known.Value.FirstOrDefault(one => one.Seed == seed && one.Seconds == seconds && one.SettingsHash == settingsHash);

    /// <summary>Each figure that is not as expected, both sides.</summary>
    public ImmutableArray<Difference> DifferencesTo(Expectation actual)
    {
        var found = ImmutableArray.CreateBuilder<Difference>();
        void Compare(string figure, object expected, object got)
        {
            if (!expected.Equals(got)) found.Add(new(figure, Text(expected), Text(got)));
        }

        Compare("opportunities", Opportunities, actual.Opportunities);
        Compare("executed", Executed, actual.Executed);
        foreach (var reason in Rejected.Keys.Union(actual.Rejected.Keys).Order(StringComparer.Ordinal))
            Compare("rejected." + reason, Rejected.GetValueOrDefault(reason), actual.Rejected.GetValueOrDefault(reason));
        Compare("expired", Expired, actual.Expired);
        Compare("dropped", Dropped, actual.Dropped);
        Compare("equity_lamports", EquityLamports, actual.EquityLamports);
        Compare("realised_profit_lamports", RealisedProfitLamports, actual.RealisedProfitLamports);
        Compare("decisions_digest", DecisionsDigest, actual.DecisionsDigest);
        return found.ToImmutable();
    }

    /// <summary>The list with this one in it, in place of an older one of the same tape, as it is kept in the source tree.</summary>
    public static string Recorded(string list, Expectation next)
    {
        var all = Parse(list).Where(one => (one.Seed, one.Seconds, one.SettingsHash) != (next.Seed, next.Seconds, next.SettingsHash)).Append(next);
        return JsonText.Of(all.OrderBy(one => one.Seed).ThenBy(one => one.Seconds), forPeople: true) + "\n";
    }

    private static ImmutableArray<Expectation> Read()
    {
        using var stream = typeof(Expectation).Assembly.GetManifestResourceStream("expectations")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    private static ImmutableArray<Expectation> Parse(string list) => JsonSerializer.Deserialize<ImmutableArray<Expectation>>(list, JsonText.Compact);

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

internal sealed record Difference(string Figure, string Expected, string Actual);
