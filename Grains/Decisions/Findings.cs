using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Grains.Interfaces.Channels;

namespace Orchestrator.Grains.Decisions;

/// <summary>What a scanner found, as an opportunity like any other.</summary>
internal static class Findings
{
    public static Opportunity ToOpportunity(ArbitrageFound found) => new(
        found.Id, found.Strategy, found.Token, found.RouteKey, Mint.Sol, found.ExpectedProfit, found.Risk, found.Confidence,
        found.RequiredCapital, found.FlashLoanAmount, found.SlippageBound, found.Slot, found.ObservedAt, found.ExpiresAt, null,
        $$"""{"input":{{found.Input.Value}},"expected_output":{{found.ExpectedOutput.Value}},"flash_loan_fee":{{found.FlashLoanFee.Value}},"slot":{{found.Slot}}}""",
        null, found.Route);
}
