using System.Collections.Immutable;
using Orchestrator.Domain.Markets;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>
/// Looks for cycles that pay. A look evaluates the cycles through the pools that changed; everything is evaluated again when the scan's period is over,
/// pools came or went, or the reader fell behind. Of cycles that share a pool only the best is told: they are one gap, and only one can be taken.
/// </summary>
public sealed class ArbitrageScanner(StrategyId strategy, SlippageMap slippage)
{
    /// <summary>Cycles looked at exactly in one look, told or not.</summary>
    private const int ExactPerLookMax = 32;

    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly List<double> _prices = [], _caps = [], _worths = [];
    private MarketView? _view;
    private PoolChanges? _changes;
    private ScanOptions? _options;
    private MarketTerms? _terms;
    private PoolGraph? _graph;
    private PayingCycles? _paying;
    private long _membership;
    private long _told;
    private DateTimeOffset _nextFull;

    /// <summary>A pool trades other tokens than the graph was built with.</summary>
    private bool _outdated;

    /// <summary>Looks that evaluated every cycle.</summary>
    public long FullScans { get; private set; }

    /// <summary>Cycles evaluated since the start.</summary>
    public long Evaluated { get; private set; }

    /// <summary>Cycles that pay by the last evaluation.</summary>
    public int PayingNow => _paying?.Count ?? 0;

    public int Cycles => _graph?.Cycles.Length ?? 0;

    public int Pools => _graph?.Pools.Length ?? 0;

    /// <summary>Pools that a deeper one of their pair left no room for.</summary>
    public int LeftOut => _graph?.LeftOut ?? 0;

    public void Look(in MarketLook look, ScanOptions options, IList<ArbitrageFinding> into)
    {
        if (!Evaluate(look, options)) return;
        Tell(look, options, into);
    }

    /// <summary>Brings the estimates up to date. The part whose time is bounded by the pools that changed.</summary>
    /// <returns>False when nothing was evaluated and nothing pays.</returns>
    internal bool Evaluate(in MarketLook look, ScanOptions options)
    {
        var clock = look.View.Head.Clock;
        var all = Prepare(look, options, clock);
        if (!_changes!.Take(_changed)) all = true;
        if (all) EvaluateAll(look, options, clock);
        else foreach (var pool in _changed) EvaluateThrough(pool, look, clock);
        if (_outdated)
        {
            Rebuild(look, options, clock);
            EvaluateAll(look, options, clock);
        }

        var any = _paying!.Count > 0;
        _changed.Clear();
        return any;
    }

    private bool Prepare(in MarketLook look, ScanOptions options, in MarketClock clock)
    {
        var all = look.Now >= _nextFull;
        if (!ReferenceEquals(_view, look.View))
        {
            (_view, _changes) = (look.View, look.View.Follow());
            _graph = null;
        }

        var membership = look.View.Membership;
        if (_graph is null || membership != _membership || !SameGraph(options))
        {
            Rebuild(look, options, clock);
            _membership = membership;
            all = true;
        }

        if (ReferenceEquals(_options, options) && ReferenceEquals(_terms, look.Terms)) return all;
        (_options, _terms) = (options, look.Terms);
        return true;
    }

    private bool SameGraph(ScanOptions options) => _options is { } before
        && (ReferenceEquals(before, options) || (before.Tokens.SequenceEqual(options.Tokens) && before.Venues.SequenceEqual(options.Venues)
            && before.Starts.SequenceEqual(options.Starts) && before.LegsMin == options.LegsMin && before.LegsMax == options.LegsMax));

    /// <summary>What was told stays told: a pool that comes or goes elsewhere changes nothing of it.</summary>
    private void Rebuild(in MarketLook look, ScanOptions options, in MarketClock clock)
    {
        var told = new Dictionary<RouteKey, PayingCycles.Telling>();
        if (_graph is { } before)
        {
            for (var cycle = 0; cycle < before.Cycles.Length; cycle++)
                if (_paying!.ToldOf(cycle) is var telling && telling.Until > look.Now) told[before.KeyOf(before.Cycles[cycle])] = telling;
        }

        _outdated = false;
        _graph = PoolGraph.Build(look.View, options, clock);
        _paying = new PayingCycles(_graph);
        if (told.Count == 0) return;
        for (var cycle = 0; cycle < _graph.Cycles.Length; cycle++)
            if (told.TryGetValue(_graph.KeyOf(_graph.Cycles[cycle]), out var telling)) _paying.ToldOf(cycle) = telling;
    }

    private void EvaluateAll(in MarketLook look, ScanOptions options, in MarketClock clock)
    {
        FullScans++;
        _nextFull = look.Now + options.FullScanEvery;
        for (var pool = 0; pool < _graph!.Pools.Length; pool++)
            if (look.View.TryFind(_graph.Pools[pool].Curve.Pool, out var state)) _outdated |= !_graph.Refresh(pool, state, clock);
        Price(look.Terms, options);
        for (var cycle = 0; cycle < _graph.Cycles.Length; cycle++) Evaluate(cycle, look.Terms, clock);
        Evaluated += _graph.Cycles.Length;
    }

    private void EvaluateThrough(string name, in MarketLook look, in MarketClock clock)
    {
        if (!_graph!.TryFind(name, out var pool) || !look.View.TryFind(name, out var state)) return;
        if (!_graph.Refresh(pool, state, clock))
        {
            _outdated = true;
            return;
        }

        // A cycle through two changed pools is evaluated with the first one's change and again with both: the last word counts.
        foreach (var cycle in _graph.CyclesOf[pool]) Evaluate(cycle, look.Terms, clock);
        Evaluated += _graph.CyclesOf[pool].Length;
    }

    /// <summary>By start: what a unit costs, how many there are, and what one is worth in lamports.</summary>
    private void Price(MarketTerms terms, ScanOptions options)
    {
        _prices.Clear();
        _caps.Clear();
        _worths.Clear();
        foreach (var start in options.Starts)
        {
            var edge = start.IsSol ? PoolGraph.NoEdge : _graph!.DeepestEdge(start, Mint.Sol);
            var worth = start.IsSol ? 1 : edge == PoolGraph.NoEdge ? 0 : _graph!.Prices[edge];
            _worths.Add(worth);
            _prices.Add(options.UseFlashLoan && terms.LenderOf(start) is { } lender ? 1 + lender.Rate : 1);
            _caps.Add(CapOf(start, worth, terms, options));
        }
    }

    private static double CapOf(Mint start, double worth, MarketTerms terms, ScanOptions options)
    {
        if (!options.UseFlashLoan) return start.IsSol ? Math.Max(0, (terms.OwnCapital - terms.Costs.Fixed - terms.Costs.TipCap).Value) : 0;
        return worth > 0 && terms.LenderOf(start) is { Lends: true } lender ? Math.Min(lender.Available, options.LoanMax.Value / worth) : 0;
    }

    private void Evaluate(int index, MarketTerms terms, in MarketClock clock)
    {
        ref readonly var cycle = ref _graph!.Cycles[index];
        var prices = _graph.Prices;
        var first = prices[cycle.First] * prices[cycle.Second];
        if (cycle.Third != PoolGraph.NoEdge) first *= prices[cycle.Third];
        var (input, gain) = first > _prices[cycle.Start] && _caps[cycle.Start] > 0
            ? CycleSizing.Best(
                _graph.Shapes[cycle.First], _graph.Shapes[cycle.Second], cycle.Third == PoolGraph.NoEdge ? null : _graph.Shapes[cycle.Third],
                _prices[cycle.Start], _caps[cycle.Start])
            : default;
        var worth = gain * _worths[cycle.Start];
        // The exact costs come later; the estimate must not be stricter than they are.
        if (worth >= _options!.MinimumProfit.Value + terms.Costs.Fixed.Value + terms.Costs.TipFloor.Value) _paying!.Pays(index, input, worth, clock.Slot);
        else _paying!.PaysNot(index, clock.Slot);
    }

    private void Tell(in MarketLook look, ScanOptions options, IList<ArbitrageFinding> into)
    {
        var clock = look.View.Head.Clock;
        var told = 0;
        _paying!.BeginRound();
        for (var exact = 0; exact < ExactPerLookMax && told < options.FindingsMax && _paying.BestUnused() is var best and >= 0;)
        {
            ref readonly var cycle = ref _graph!.Cycles[best];
            if (!IsWorthTelling(best, look.Now, options))
            {
                _paying.Use(cycle);
                continue;
            }

            exact++;
            if (FindingOf(best, look, options, clock) is not { } finding)
            {
                // The estimate promised more than the exact curves hold.
                _paying.PaysNot(best, clock.Slot);
                continue;
            }

            _paying.Use(cycle);
            _paying.ToldOf(best) = new(look.Now, finding.ExpiresAt, _paying.GainOf(best));
            into.Add(finding);
            told++;
        }
    }

    /// <summary>New, or over, or moved, or half its time gone: what is told again refreshes what waits under its route.</summary>
    private bool IsWorthTelling(int cycle, DateTimeOffset now, ScanOptions options)
    {
        ref readonly var told = ref _paying!.ToldOf(cycle);
        if (told.Until <= now || told.At + (options.Lifetime / 2) <= now) return true;
        return Math.Abs(_paying.GainOf(cycle) - told.Gain) * BasisPoints.One >= told.Gain * options.TellAgainAt.Value;
    }

    private ArbitrageFinding? FindingOf(int index, in MarketLook look, ScanOptions options, in MarketClock clock)
    {
        ref readonly var cycle = ref _graph!.Cycles[index];
        for (var leg = 0; leg < cycle.Legs; leg++)
            if (!look.View.IsCurrent(_graph.Pools[cycle[leg] >> 1], look.Now, look.Terms.StaleAfter)) return null;
        var start = options.Starts[cycle.Start];
        var lender = options.UseFlashLoan ? look.Terms.LenderOf(start) : null;
        var trial = CycleTrial.Best(_graph, cycle, _paying!.InputOf(index), (ulong)_caps[cycle.Start], lender, clock);
        if (trial.IsRefused || trial.Gain <= 0 || Worth(start, trial.Gain, clock) is not { } gain || Worth(start, trial.Input, clock) is not { } traded) return null;
        var route = RouteOf(cycle, trial);
        var costs = look.Terms.Costs.Of(gain);
        var shortfall = Shortfall(route, route[0].Output, traded);
        var profit = gain - costs - shortfall;
        return profit < options.MinimumProfit ? null : Build(index, look, options, clock, trial, route, profit, (traded, costs, Worth(start, trial.Fee, clock) ?? Lamports.Zero));
    }

    private ArbitrageFinding Build(
        int index, in MarketLook look, ScanOptions options, in MarketClock clock, in CycleTrial trial, ImmutableArray<RouteLeg> route, Lamports profit,
        (Lamports Traded, Lamports Costs, Lamports LoanFee) money)
    {
        ref readonly var cycle = ref _graph!.Cycles[index];
        var impact = 0;
        var contest = 0.0;
        for (var leg = 0; leg < cycle.Legs; leg++)
        {
            impact += route[leg].PriceImpact.Value;
            contest = Math.Max(contest, GapScores.Contest(clock.Slot, _paying!.ClosedOf(cycle[leg] >> 1)));
        }

        var since = _paying!.SinceOf(index);
        var age = (int)Math.Min(int.MaxValue, clock.Slot > since ? clock.Slot - since : 0);
        var (risk, confidence) = GapScores.Judge(impact, age, cycle.Legs, contest);
        var own = options.UseFlashLoan
            ? new Lamports((long)((Int128)money.Traded.Value * options.CapitalBufferPpm / 1_000_000)) + money.Costs
            : money.Traded + money.Costs;
        var key = _graph.KeyOf(cycle);
        return new ArbitrageFinding(
            IdOf(key, look), strategy, key, route[0].Output, route, new BaseUnits(trial.Input), new BaseUnits(trial.Output), profit, own,
            options.UseFlashLoan ? money.Traded : Lamports.Zero, money.LoanFee, new BasisPoints(Math.Max(impact, 1)), risk, confidence, age,
            clock.Slot, look.Now, look.Now + options.Lifetime);
    }

    private ImmutableArray<RouteLeg> RouteOf(in Cycle cycle, in CycleTrial trial)
    {
        var route = ImmutableArray.CreateBuilder<RouteLeg>(cycle.Legs);
        var amount = trial.Input;
        for (var leg = 0; leg < cycle.Legs; leg++)
        {
            var (edge, quote) = (cycle[leg], trial[leg]);
            var state = _graph!.Pools[edge >> 1];
            route.Add(new RouteLeg(
                state.Curve.Venue, state.Curve.Pool, _graph.InputOf(edge), _graph.OutputOf(edge), new BaseUnits(amount), new BaseUnits(quote.AmountOut), quote.Impact, state.Slot));
            amount = quote.AmountOut;
        }

        return route.MoveToImmutable();
    }

    /// <summary>What landed trades through these venues fell short by: the worst of them, because one shortfall was learned by each.</summary>
    private Lamports Shortfall(ImmutableArray<RouteLeg> route, Mint token, Lamports traded)
    {
        var worst = Lamports.Zero;
        foreach (var leg in route) worst = Lamports.Max(worst, slippage.Expected(leg.Venue, token, traded));
        return worst;
    }

    /// <summary>What an amount of the start token is worth: what the deepest pool would give for it. Null when it cannot be sold.</summary>
    private Lamports? Worth(Mint token, Int128 amount, in MarketClock clock)
    {
        if (amount > long.MaxValue) return null;
        if (token.IsSol || amount == 0) return new Lamports((long)amount);
        var edge = _graph!.DeepestEdge(token, Mint.Sol);
        if (edge == PoolGraph.NoEdge) return null;
        var quote = _graph.CurveOf(edge).Quote(PoolGraph.IsAToB(edge), (ulong)amount, clock);
        return quote.Refusal is null && quote.AmountOut <= long.MaxValue ? new Lamports((long)quote.AmountOut) : null;
    }

    /// <summary>Derived from who looks, what was found, when, and how many were told before: repeatable, and never twice the same.</summary>
    private OpportunityId IdOf(RouteKey key, in MarketLook look)
    {
        var hash = new ContentHash().Add(look.Seed).Add(strategy.Value).Add(key.Value).Add(look.Now.UtcTicks).Add(++_told);
        Span<byte> random = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(random, hash.Value);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(random[8..], hash.Add(1).Value);
        return OpportunityId.Create(look.Now, random);
    }
}
