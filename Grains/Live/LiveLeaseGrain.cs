using Orchestrator.Domain.Live;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Clock;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Runtime;

namespace Orchestrator.Grains.Live;

[GenerateSerializer, Alias("live-lease-state")]
public sealed class LiveLeaseState
{
    [Id(0)]
    public LiveLease? Lease { get; set; }
}

/// <summary>Keeps the lease. Who trades asks it; nobody else can make one.</summary>
[GrainType("live-lease")]
internal sealed class LiveLeaseGrain(
    [PersistentState("live-lease", StateNames.Grains)] IPersistentState<LiveLeaseState> state, TradingClock clock) : Grain, ILiveLeaseGrain
{
    public async Task<LeaseReceipt> Arm(Lamports cap, Lamports maxLoss, TimeSpan duration, string by)
    {
        var (next, outcome) = Leasing.Arm(state.State.Lease, cap, maxLoss, duration, await Equity(), by, clock.Now);
        return await Answer(next, outcome);
    }

    public async Task<LeaseReceipt> Renew(TimeSpan duration, string by)
    {
        var (next, outcome) = Leasing.Renew(state.State.Lease, duration, await Equity(), clock.Now);
        return await Answer(outcome == LeaseOutcome.Renewed ? next! with { By = by } : next, outcome);
    }

    public Task<LeaseReceipt> Disarm(string by) => state.State.Lease is null ? Answer(null, LeaseOutcome.NotArmed) : Answer(null, LeaseOutcome.Disarmed);

    public Task<LiveLease?> Read() => Task.FromResult(state.State.Lease);

    private async Task<Lamports> Equity() => (await GrainFactory.GetGrain<IPortfolioGrain>(this.GetPrimaryKeyString()).Snapshot()).Total;

    private async Task<LeaseReceipt> Answer(LiveLease? next, LeaseOutcome outcome)
    {
        if (next != state.State.Lease)
        {
            state.State.Lease = next;
            await state.WriteOrDeactivate(this);
        }

        return new LeaseReceipt(outcome, next);
    }
}
