using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Live;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Silo.Live;

/// <summary>In live mode nothing is planned without a lease, nor beyond its cap.</summary>
internal sealed class LeasedPlanner(IExecutionPlanner planner, IGrainFactory grains, TradingClock clock) : IExecutionPlanner
{
    public const string NotArmed = "live_not_armed";
    public const string Lapsed = "live_lease_lapsed";
    public const string AboveCap = "live_lease_cap";

    public async ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel)
    {
        var lease = await grains.GetGrain<ILiveLeaseGrain>(command.Portfolio.Value).Read();
        if (lease is null) return PlanOutcome.Refused(NotArmed, "orch live arm");
        var book = await grains.GetGrain<IPortfolioGrain>(command.Portfolio.Value).Snapshot();
        var standing = lease.StandingAt(clock.Now, book.Total);
        if (standing != LeaseStanding.Armed && !(standing == LeaseStanding.WindingDown && command.Closes is not null))
            return PlanOutcome.Refused(Lapsed, $"{standing}; it held until {lease.Until:O}, with {lease.MaxLoss} to lose from {lease.EquityWhenArmed}");
        // The reservation of this very command is among them. What is lent already is at no trade's risk; a fall of its worth counts against the lease's loss.
        var lent = book.Positions.Where(position => position.Strategy == StrategyId.Lending).Aggregate(Lamports.Zero, (sum, position) => sum + position.CostValue);
        var bound = book.Reserved + book.Held - lent;
        if (command.Closes is null && bound > lease.Cap) return PlanOutcome.Refused(AboveCap, $"{bound} are reserved and held, at most {lease.Cap}");
        return await planner.Plan(command, cancel);
    }
}
