using Orchestrator.Domain.Arbitrage;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Domain.Stables;

/// <summary>
/// SOL to one dollar, to another, and back, from own capital only. Two dollars drift apart by a few basis points, which a loan's fee would eat: so nothing is borrowed,
/// and nothing is held beyond the transaction.
/// </summary>
/// <param name="options">Asked at each look. The same object while nothing was edited.</param>
public sealed class TriangularStable(Func<StableOptions> options, SlippageMap slippage) : IMarketStrategy
{
    public static readonly StrategyId Name = new("arbitrage.triangular_stable");

    private readonly List<ArbitrageFinding> _found = [];
    private readonly ArbitrageScanner _scanner = new(Name, slippage);
    private (StableOptions Options, ScanOptions Scan)? _scan;
    private (MarketTerms Terms, StableOptions Options, MarketTerms Own)? _terms;

    public StrategyId Id => Name;

    public void Look(in MarketLook look, IList<StrategyFinding> into)
    {
        var current = options();
        if (_scan is not { } scan || !ReferenceEquals(scan.Options, current)) _scan = scan = (current, ScanOf(current));
        if (_terms is not { } terms || !ReferenceEquals(terms.Terms, look.Terms) || !ReferenceEquals(terms.Options, current))
            _terms = terms = (look.Terms, current, look.Terms with { OwnCapital = Lamports.Min(look.Terms.OwnCapital, current.CapitalMax) });
        _found.Clear();
        _scanner.Look(look with { Terms = terms.Own }, scan.Scan, _found);
        foreach (var found in _found) into.Add(new StrategyFinding(TenTokenStrategy.ToOpportunity(found), found));
    }

    private static ScanOptions ScanOf(StableOptions options) => new()
    {
        Tokens = [Mint.Sol, .. options.Dollars], Venues = options.Venues, Starts = [Mint.Sol], LegsMin = 3, LegsMax = 3,
        MinimumProfit = options.MinimumProfit, UseFlashLoan = false, LoanMax = Lamports.Zero, FindingsMax = 1,
    };
}
