using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Archive;

/// <summary>A price gap between pools, from the slot that opened it to the one that closed it. Whoever takes it takes it once.</summary>
/// <param name="First">As the scan found it when it opened.</param>
/// <param name="Slots">For how long it paid.</param>
public sealed record DayGap(ArbitrageFinding First, ulong Slots);

/// <summary>The money that a trade may use.</summary>
/// <param name="FeeWad">Of a loan in 10^-18; zero stands for own capital.</param>
/// <param name="Most">Largest input of one trade, in lamports of value.</param>
public sealed record DayMoney(string Name, ulong FeeWad, Lamports Most)
{
    /// <summary>What Save's main pool asks, in 10^-18: its USDC reserve of October 2026.</summary>
    public const ulong SaveFeeWad = 500_000_000_000_000;

    /// <summary>Borrowed and own, as much as a trade may use by default, less, and far more.</summary>
    public static IReadOnlyList<DayMoney> Usual { get; } =
    [
        new("loan at 5 bps, at most 100 SOL", SaveFeeWad, new Lamports(100 * Lamports.PerSol)), new("own money, at most 100 SOL", 0, new Lamports(100 * Lamports.PerSol)),
        new("own money, at most 10 SOL", 0, new Lamports(10 * Lamports.PerSol)), new("loan at 5 bps, at most 10,000 SOL", SaveFeeWad, new Lamports(10_000 * Lamports.PerSol)),
    ];
}

/// <summary>Lets the scanner look at pools as they change, and keeps every gap that pays after all fees. Told once, however long it stays open.</summary>
public sealed class DayGaps
{
    /// <summary>One signature and the price of a borrowed cycle's compute units, as the product's settings have it; and the smallest tip.</summary>
    public static readonly TradeCosts Costs = new(new Lamports(65_000), new Lamports(100_000), new Lamports(100_000), new BasisPoints(0));

    /// <summary>Gaps kept; later ones are not.</summary>
    private const int GapsMax = 100_000;

    private readonly ArbitrageScanner _scanner = new(StrategyId.Arbitrage, new SlippageMap());
    private readonly Dictionary<string, (ArbitrageFinding First, ulong Slot)> _open = [];
    private readonly List<ArbitrageFinding> _found = [];
    private readonly List<DayGap> _gaps = [];
    private readonly ScanOptions _options;
    private readonly MarketTerms _terms;

    /// <param name="mints">Tokens that may stand in a cycle; the first ten count.</param>
    public DayGaps(IEnumerable<string> mints, DayMoney money)
    {
        Money = money;
        Mint[] starts = [Mint.Sol, new(Mints.Usdc.ToString())];
        _options = new ScanOptions
        {
            Tokens = [.. mints.Take(10).Select(mint => new Mint(mint))], Venues = ["orca"], Starts = [.. starts], MinimumProfit = new Lamports(1), LoanMax = money.Most,
            // Every look tells everything that pays.
            Lifetime = TimeSpan.FromTicks(1), FindingsMax = 32,
        };
        _terms = new MarketTerms { Costs = Costs, Lenders = [.. starts.Select(mint => new FlashLender(mint, 1_000_000_000_000_000, money.FeeWad, 20))] };
    }

    public DayMoney Money { get; }

    public IReadOnlyList<DayGap> Gaps => _gaps;

    /// <summary>Looks at the pools as they are at the end of a slot.</summary>
    /// <param name="now">Later than at the look before.</param>
    public void Look(MarketView view, ulong slot, DateTimeOffset now)
    {
        _found.Clear();
        _scanner.Look(new MarketLook(view, _terms, now, "day"), _options, _found);
        var paying = _found.ToDictionary(finding => string.Join('|', finding.Route.OrderBy(leg => leg.Pool, StringComparer.Ordinal).Select(leg => $"{leg.Pool}:{leg.Input}")));
        foreach (var over in _open.Keys.Except(paying.Keys).ToArray()) Close(over, slot);
        foreach (var (key, finding) in paying) _open.TryAdd(key, (finding, slot));
    }

    /// <summary>Nothing follows: what is open ends here.</summary>
    public void End(ulong slot)
    {
        foreach (var over in _open.Keys.Order(StringComparer.Ordinal).ToArray()) Close(over, slot);
    }

    private void Close(string key, ulong slot)
    {
        _open.Remove(key, out var gap);
        if (_gaps.Count < GapsMax) _gaps.Add(new DayGap(gap.First, slot - gap.Slot));
    }
}
