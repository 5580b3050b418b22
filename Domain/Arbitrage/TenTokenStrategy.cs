using System.Globalization;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Strategies;

namespace Orchestrator.Domain.Arbitrage;

/// <summary>Cycles between the monitored tokens, on borrowed or own capital, as opportunities.</summary>
/// <param name="options">Asked at each look, so that an edit applies to the next. The same object while nothing was edited.</param>
public sealed class TenTokenStrategy(Func<ScanOptions> options, SlippageMap slippage) : IMarketStrategy
{
    private readonly List<ArbitrageFinding> _found = [];

    public StrategyId Id => StrategyId.Arbitrage;

    public ArbitrageScanner Scanner { get; } = new(StrategyId.Arbitrage, slippage);

    public void Look(in MarketLook look, IList<StrategyFinding> into)
    {
        _found.Clear();
        Scanner.Look(look, options(), _found);
        foreach (var found in _found) into.Add(new StrategyFinding(ToOpportunity(found), found));
    }

    /// <summary>A finding as an opportunity like any other, with what was seen as evidence.</summary>
    public static Opportunity ToOpportunity(ArbitrageFinding found) => new(
        found.Id, found.Strategy, found.Token, found.RouteKey, Mint.Sol, found.ExpectedProfit, found.Risk, found.Confidence,
        found.RequiredCapital, found.FlashLoanAmount, found.SlippageBound, found.Slot, found.ObservedAt, found.ExpiresAt, null,
        string.Create(CultureInfo.InvariantCulture,
            $$"""{"input":{{found.Input.Value}},"expected_output":{{found.ExpectedOutput.Value}},"flash_loan_fee":{{found.FlashLoanFee.Value}},"gap_age_slots":{{found.GapAgeSlots}},"slot":{{found.Slot}},"pool_slots":[{{string.Join(',', found.Route.Select(leg => leg.PoolSlot))}}]}"""),
        null, found.Route);
}
