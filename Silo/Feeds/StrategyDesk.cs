using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Silo.Configuration;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Silo.Feeds;

/// <summary>Lets the strategies that are switched on look at the pools. For one thread at a time.</summary>
internal sealed class StrategyDesk
{
    /// <summary>Compute units of a borrowed cycle of three swaps; what the planner simulates is exact, this only estimates its price.</summary>
    private const decimal UnitsOfCycle = 600_000;

    private const long LamportsPerSignature = 5_000;

    private readonly MarketView _view;
    private readonly LiveSettings _settings;
    private readonly ImmutableArray<Seat> _strategies;
    private readonly Lamports _tipCap;
    private readonly SlippageMap _slippage = new();
    private readonly List<StrategyFinding> _found = [];
    private EffectiveSettings? _read;
    private MarketTerms? _terms;
    private ImmutableArray<FlashLender> _lenders = [];
    private Lamports _own;

    /// <param name="tipCap">Highest tip of one trade: own capital keeps it back.</param>
    public StrategyDesk(MarketView view, LiveSettings settings, Lamports tipCap)
    {
        (_view, _settings, _tipCap) = (view, settings, tipCap);
        _strategies = [.. StrategyCatalogue.All.Select(strategy => new Seat(strategy, _slippage))];
    }

    /// <summary>Longest time between two full scans.</summary>
    public TimeSpan FullScanEvery => TimeSpan.FromMilliseconds(_settings.Current.Whole("arbitrage.ten_token.scan_interval_ms"));

    /// <summary>What may be used from now on.</summary>
    public void Use(ImmutableArray<FlashLender> lenders, Lamports own)
    {
        if (own == _own && lenders.SequenceEqual(_lenders)) return;
        (_lenders, _own, _terms) = (lenders, own, null);
    }

    /// <summary>Tokens that the strategies may trade, as the settings stand.</summary>
    public IReadOnlyList<Mint> Tokens => TokensOf(_settings.Current);

    /// <summary>What landed trades fell short by: all that is known, in place of what was known before.</summary>
    public void Expect(ImmutableArray<(Mint Token, SlippageSample Sample)> slippage)
    {
        _slippage.Forget();
        foreach (var (token, sample) in slippage) _slippage.Learn(sample.Venue, token, sample.Size, sample.Observed);
    }

    /// <returns>What is worth telling; valid until the next look.</returns>
    public IReadOnlyList<StrategyFinding> Look(DateTimeOffset now)
    {
        Read();
        _found.Clear();
        var look = new MarketLook(_view, _terms!, now, _settings.Current.Text("orchestrator.portfolio"));
        foreach (var seat in _strategies)
            if (seat.IsEnabled) seat.Strategy.Look(look, _found);
        return _found;
    }

    private void Read()
    {
        var settings = _settings.Current;
        if (ReferenceEquals(settings, _read) && _terms is not null) return;
        _read = settings;
        _terms = new MarketTerms
        {
            Lenders = _lenders, OwnCapital = _own, Costs = CostsOf(settings),
            StaleAfter = TimeSpan.FromMilliseconds(settings.Whole("feed.staleness_ms")),
        };
        foreach (var seat in _strategies) seat.Use(settings, TokensOf(settings), _lenders);
    }

    private static ImmutableArray<Mint> TokensOf(EffectiveSettings settings)
    {
        var symbols = settings.TextList("arbitrage.ten_token.monitored_tokens");
        return [.. VenueToken.All.Where(token => symbols.Contains(token.Symbol)).Select(token => token.Mint)];
    }

    private TradeCosts CostsOf(EffectiveSettings settings)
    {
        var tip = new Lamports(settings.Whole("execution.tip_lamports"));
        var units = (long)decimal.Ceiling(settings.Whole("execution.priority_fee_micro_lamports") * UnitsOfCycle / 1_000_000m);
        return new TradeCosts(new Lamports(LamportsPerSignature + units), tip, Lamports.Max(tip, _tipCap), new BasisPoints((int)settings.Whole("execution.tip_share_bps")));
    }

    /// <summary>One strategy, with what it is set to.</summary>
    private sealed class Seat
    {
        private readonly StrategyId _id;
        private StrategyInput? _input;

        public Seat(IStrategyDefinition definition, SlippageMap slippage) => (_id, Strategy) = (definition.Id, definition.Make(() => _input!, slippage));

        public IMarketStrategy Strategy { get; }

        public bool IsEnabled { get; private set; }

        public void Use(EffectiveSettings settings, ImmutableArray<Mint> tokens, ImmutableArray<FlashLender> lenders)
        {
            _input = new StrategyInput(option => settings.Text($"{_id}.{option}"), tokens, lenders);
            IsEnabled = settings.Switch(_id + ".enabled");
        }
    }
}
