using Orchestrator.Domain;
using Orchestrator.Domain.Exits;
using Orchestrator.Domain.Lending;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Exits;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Grains.Lending;

/// <summary>Looks at the lender and offers the supply to the orchestrator: checks, reservation, saga and posting are those of every trade.</summary>
[GrainType("lending")]
internal sealed class LendingGrain(ILendingMarket market, IExitSettings settings, TradingClock clock, TimeProvider time) : Grain, ILendingGrain
{
    /// <summary>Longest that one look may take, in real time.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(5);

    public async Task<SupplyReceipt> Supply(OpportunityId supply, Lamports amount, string actor, string reason)
    {
        if (amount <= Lamports.Zero) return new("no_amount", "it is lent in lamports, one at least");
        using var patience = new CancellationTokenSource(LookTime, time);
        var look = await market.Look(amount, patience.Token);
        if (!look.Found) return new("no_lender", look.Missing);
        var offer = SupplyOffer.Of(supply, amount, look.Value, $"{actor}: {reason}", settings.For(StrategyId.Lending) ?? ExitPolicy.Default, clock.Now);
        var receipt = await GrainFactory.GetGrain<IOrchestratorGrain>(this.GetPrimaryKeyString()).Offer(offer);
        return new(receipt.Accepted ? null : receipt.Code, receipt.Detail, look.Value.ExpectedOut.Value);
    }
}
