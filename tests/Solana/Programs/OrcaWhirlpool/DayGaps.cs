using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Markets;
using Orchestrator.Solana.Programs.OrcaWhirlpool;

namespace Orchestrator.Solana.Tests.Programs.OrcaWhirlpool;

/// <summary>A price gap between pools of the day, from the slot that opened it to the one that closed it. Whoever takes it takes it once.</summary>
/// <param name="First">As the scan found it when it opened.</param>
/// <param name="Slots">For how long it paid.</param>
internal sealed record DayGap(ArbitrageFinding First, ulong Slots);

/// <summary>Lets the scanner look at the real day, slot by slot, and keeps every gap that pays after all fees.</summary>
internal sealed class DayGaps
{
    private const string Usdc = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

    /// <summary>One signature and the price of a borrowed cycle's compute units, as the product's settings have it; and the smallest tip.</summary>
    private static readonly TradeCosts Costs = new(new Lamports(65_000), new Lamports(100_000), new Lamports(100_000), new BasisPoints(0));

    private readonly MarketView _view = new();
    private readonly ArbitrageScanner _scanner = new(StrategyId.Arbitrage, new SlippageMap());
    private readonly Dictionary<string, (ArbitrageFinding First, ulong Slot)> _open = [];
    private readonly Dictionary<string, ProgramCurve> _curves = [];
    private readonly ScanOptions _options;
    private readonly MarketTerms _terms;

    /// <param name="feeWad">Of a loan in 10^-18; zero stands for own capital.</param>
    /// <param name="most">Largest input of one trade, in lamports of value.</param>
    public DayGaps(IEnumerable<string> mints, ulong feeWad, Lamports most)
    {
        Mint[] starts = [Mint.Sol, new(Usdc)];
        _options = new ScanOptions
        {
            Tokens = [.. mints.Select(mint => new Mint(mint))], Venues = ["orca"], Starts = [.. starts], MinimumProfit = new Lamports(1), LoanMax = most,
            // Every look tells everything that pays.
            Lifetime = TimeSpan.FromTicks(1), FindingsMax = 32,
        };
        _terms = new MarketTerms { Costs = Costs, Lenders = [.. starts.Select(mint => new FlashLender(mint, 1_000_000_000_000_000, feeWad, 20))] };
    }

    public List<DayGap> Gaps { get; } = [];

    public int Slots { get; private set; }

    /// <summary>The pools that changed in a slot, as they are at its end.</summary>
    public void Look(ulong slot, long time, IEnumerable<WhirlpoolPool> changed)
    {
        Slots++;
        var now = DateTimeOffset.FromUnixTimeSeconds(time) + TimeSpan.FromTicks((long)(slot % TimeSpan.TicksPerSecond));
        _view.Advance(new MarketClock(slot, slot / 432_000, time), now);
        foreach (var pool in changed)
        {
            var address = pool.Address.ToString();
            _view.Publish(_curves[address] = _curves.TryGetValue(address, out var before) ? before.With(pool) : new ProgramCurve(pool), slot, 0);
        }

        var found = new List<ArbitrageFinding>();
        _scanner.Look(new MarketLook(_view, _terms, now, "day"), _options, found);
        var paying = found.ToDictionary(finding => string.Join('|', finding.Route.OrderBy(leg => leg.Pool, StringComparer.Ordinal).Select(leg => $"{leg.Pool}:{leg.Input}")));
        foreach (var over in _open.Keys.Except(paying.Keys).ToArray())
        {
            Gaps.Add(new DayGap(_open[over].First, slot - _open[over].Slot));
            _open.Remove(over);
        }

        foreach (var (key, finding) in paying) _open.TryAdd(key, (finding, slot));
    }

    public void End(ulong slot)
    {
        foreach (var (first, opened) in _open.Values) Gaps.Add(new DayGap(first, slot - opened));
        _open.Clear();
    }
}
