namespace Orchestrator.Domain.Execution;

/// <summary>One trade of the shadow mode: what paper trading would have booked, and what the chain would have made of the very bytes.</summary>
/// <param name="Paper">Profit that was promised when it was decided, lamports: what a fill without surprise books.</param>
/// <param name="Chain">Change of what the wallet owns in SOL by the chain's own simulation, fee and tip included, lamports; zero when it would not have been sent.</param>
/// <param name="Code">Why the chain would have given nothing; null when it would have landed.</param>
public readonly record struct ShadowGap(string Id, string Strategy, long Paper, long Chain, string? Code, DateTimeOffset At)
{
    public long Gap => Chain - Paper;
}

/// <summary>The gaps of one strategy.</summary>
/// <param name="Landing">Trades that would have landed.</param>
/// <param name="GapMedian">Of those that would have landed, lamports; half of them are at this or below.</param>
/// <param name="GapWorst">The lowest of them, lamports.</param>
/// <param name="Codes">How often nothing would have landed, by reason.</param>
public sealed record ShadowSummary(string Strategy, int Trades, int Landing, long Paper, long Chain, long GapMedian, long GapWorst, IReadOnlyDictionary<string, int> Codes)
{
    public static IReadOnlyList<ShadowSummary> Of(IEnumerable<ShadowGap> gaps) =>
    [
        .. gaps.GroupBy(gap => gap.Strategy).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            var landing = group.Where(gap => gap.Code is null).Select(gap => gap.Gap).Order().ToArray();
            return new ShadowSummary(
                group.Key, group.Count(), landing.Length, group.Sum(gap => gap.Paper), group.Sum(gap => gap.Chain), landing.Length == 0 ? 0 : landing[(landing.Length - 1) / 2],
                landing.Length == 0 ? 0 : landing[0],
                group.Where(gap => gap.Code is not null).CountBy(gap => gap.Code!).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary());
        }),
    ];
}
