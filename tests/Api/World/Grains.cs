using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Decisions;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Learning;
using Orchestrator.Domain.Live;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Opportunities;
using Orchestrator.Domain.Risk;
using Orchestrator.Domain.Scoring;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Api.Tests.World;

internal sealed class OrchestratorStandIn : Grain, IOrchestratorGrain
{
    private long _ticks;

    private Portfolio World => Portfolio.Of(this.GetPrimaryKeyString());

    public Task<OrchestratorPulse> Ping()
    {
        World.ThrowIfFaulty();
        if (World.TicksGoOn) _ticks++;
        return Task.FromResult(new OrchestratorPulse(World.Book.Epoch, _ticks, World.Ready));
    }

    public Task<OfferReceipt> Offer(Opportunity opportunity)
    {
        World.ThrowIfFaulty();
        World.Acts.Enqueue("offer");
        World.Offered.Enqueue(opportunity);
        return Task.FromResult(World.OnOffer(opportunity));
    }

    public Task<TickReport> Tick() => throw new NotSupportedException();

    public Task Beat(ulong slot, DateTimeOffset at) => throw new NotSupportedException();

    public Task<bool> Cancel(OpportunityId id, string actor)
    {
        World.Acts.Enqueue("cancel by " + actor);
        return Task.FromResult(World.Queue.Any(entry => entry.Opportunity.Id == id));
    }

    public Task<OrchestratorStatus> Status()
    {
        World.ThrowIfFaulty();
        Interlocked.Increment(ref World.StatusCalls);
        return Task.FromResult(World.Status());
    }

    public Task<ImmutableArray<QueueEntry>> Queue(int skip, int take) => Task.FromResult(World.Queue.Skip(skip).Take(take).ToImmutableArray());

    public Task<DrainReport> Drain(TimeSpan patience) => throw new NotSupportedException();

    public Task HandOver(SiloAddress successor, TimeSpan patience) => throw new NotSupportedException();
}

internal sealed class PortfolioStandIn : Grain, IPortfolioGrain
{
    public Task<bool> HandOver(SiloAddress successor, TimeSpan patience) => throw new NotSupportedException();

    private Portfolio World => Portfolio.Of(this.GetPrimaryKeyString());

    public async Task<PortfolioSnapshot> Snapshot()
    {
        World.ThrowIfFaulty();
        Interlocked.Increment(ref World.SnapshotCalls);
        await World.SnapshotGate;
        return PortfolioSnapshot.Of(World.Book, RiskLimits.Default, World.Now);
    }

    public Task<HaltOutcome> Halt(HaltCause cause, string reason, string by)
    {
        World.Acts.Enqueue("halt by " + by);
        (World.Book, var outcome) = World.Book.StopTrading(cause, reason, by, World.Now);
        return Task.FromResult(outcome);
    }

    public Task<HaltOutcome> Resume(string reason, string by)
    {
        World.Acts.Enqueue("resume by " + by);
        (World.Book, var outcome) = World.Book.Resume(reason, by, World.Now);
        return Task.FromResult(outcome);
    }

    public Task<Epoch> TakeOver() => throw new NotSupportedException();

    public Task<ReserveResult> Reserve(ReserveRequest request) => throw new NotSupportedException();

    public Task<PinOutcome> Pin(OpportunityId id, Epoch epoch) => throw new NotSupportedException();

    public Task<SendPermit> MaySend(OpportunityId id, Epoch epoch) => throw new NotSupportedException();

    public Task<ConfirmOutcome> Confirm(OpportunityId id, Epoch epoch) => throw new NotSupportedException();

    public Task<PostResult> Post(PostRequest request) => throw new NotSupportedException();

    public Task<VoidOutcome> Void(OpportunityId id, VoidReason reason) => throw new NotSupportedException();

    public Task<ImmutableArray<Reservation>> ExpireDue() => throw new NotSupportedException();

    public Task<MoveOutcome> Move(Movement movement) => throw new NotSupportedException();

    public Task<MoveOutcome> MoveWithin(Movement movement) => throw new NotSupportedException();

    public Task Refresh() => throw new NotSupportedException();

    public Task<PauseOutcome> Pause(StrategyId? strategy, PauseCause cause, string reason) => throw new NotSupportedException();

    public Task<PauseOutcome> Unpause(StrategyId? strategy) => throw new NotSupportedException();

    public Task<PauseOutcome> PauseBy(Epoch epoch, StrategyId strategy, PauseCause cause, string reason) => throw new NotSupportedException();

    public Task<PauseOutcome> UnpauseBy(Epoch epoch, StrategyId strategy) => throw new NotSupportedException();

    public Task<BudgetOutcome> SetBudgets(ImmutableArray<StrategyBudget> budgets) => throw new NotSupportedException();

    public Task<MarkOutcome> SetMarks(ImmutableArray<Mark> marks) => throw new NotSupportedException();

    public Task<ImmutableArray<BalanceDifference>> Reconcile(ImmutableArray<BalanceChange> chain) => throw new NotSupportedException();

    public Task<CapitalBook> Book() => throw new NotSupportedException();
}

internal sealed class BrakeStandIn : Grain, IBrakeGrain
{
    private Portfolio World => Portfolio.Of(this.GetPrimaryKeyString());

    public async Task<BrakeAnswer> Halt(Guid id, string reason, string by)
    {
        string? unaudited = null;
        try
        {
            await GrainFactory.GetGrain<IOperatorAuditGrain>(World.Name).Record(id, by, "halt", reason);
        }
        catch (Exception fault)
        {
            unaudited = fault.Message;
        }

        var outcome = await GrainFactory.GetGrain<IPortfolioGrain>(World.Name).Halt(HaltCause.Operator, reason, by);
        return new BrakeAnswer(outcome, World.StoreFault is null, unaudited is null, World.StoreFault ?? unaudited);
    }

    public Task<HaltOutcome> Resume(string reason, string by) => GrainFactory.GetGrain<IPortfolioGrain>(World.Name).Resume(reason, by);
}

internal sealed class StrategyStandIn : Grain, IStrategyGrain
{
    private (PortfolioId Portfolio, StrategyId Strategy) Key => StrategyKey.Parse(this.GetPrimaryKeyString());

    private Portfolio World => Portfolio.Of(Key.Portfolio.Value);

    public Task<StrategyView> Read()
    {
        World.ThrowIfFaulty();
        return Task.FromResult(new StrategyView(
            Key.Portfolio, Key.Strategy, LearningMode.Auto, StrategyStanding.Unknown, StrategyWeight.Of(0.5m),
            new LearningEvidence(12, 9, 0.75, double.PositiveInfinity, 3.75, 0.8), new Lamports(80), new Lamports(100), World.Book.Strategy(Key.Strategy)));
    }

    public Task<PauseOutcome> Pause(string reason)
    {
        World.Acts.Enqueue("pause " + Key.Strategy);
        (World.Book, var outcome) = World.Book.PauseStrategy(Key.Strategy, new Pause(PauseCause.Operator, reason, World.Now));
        return Task.FromResult(outcome);
    }

    public Task<PauseOutcome> Resume()
    {
        World.Acts.Enqueue("unpause " + Key.Strategy);
        (World.Book, var outcome) = World.Book.ResumeStrategy(Key.Strategy);
        return Task.FromResult(outcome);
    }

    public Task<StrategyStanding> Learn(ExecutionResult result) => throw new NotSupportedException();

    public Task<LearningOutcome> Adapt(DateTimeOffset now) => throw new NotSupportedException();

    public Task<StrategyStanding> Standing() => throw new NotSupportedException();

    public Task SetMode(LearningMode? mode) => throw new NotSupportedException();

    public Task<LearningOutcome> Accept(int change) => throw new NotSupportedException();

    public Task<LearningOutcome> RollBack(int change) => throw new NotSupportedException();
}

internal sealed class JournalStandIn : Grain, IDecisionJournalGrain
{
    private Portfolio World => Portfolio.Of(this.GetPrimaryKeyString());

    public Task<DecisionRecord?> Find(OpportunityId id) => Task.FromResult(World.Decisions.GetValueOrDefault(id));

    public Task<DecisionPage> Query(DecisionQuery query)
    {
        World.LastQuery = query;
        var found = World.Decisions.Values
            .Where(record => query.Outcome is null || record.Outcome.ToString().Equals(query.Outcome, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(record => record.Sequence).Take(query.Take).ToImmutableArray();
        return Task.FromResult(new DecisionPage(found, "17.4"));
    }
}

internal sealed class LeaseStandIn : Grain, ILiveLeaseGrain
{
    private LiveLease? _lease;

    private Portfolio World => Portfolio.Of(this.GetPrimaryKeyString());

    public Task<LeaseReceipt> Arm(Lamports cap, Lamports maxLoss, TimeSpan duration, string by) =>
        Answer(Leasing.Arm(_lease, cap, maxLoss, duration, new Lamports(1_000_000_000), by, World.Now));

    public Task<LeaseReceipt> Renew(TimeSpan duration, string by) => Answer(Leasing.Renew(_lease, duration, new Lamports(1_000_000_000), World.Now));

    public Task<LeaseReceipt> Disarm(string by) => Answer((null, _lease is null ? LeaseOutcome.NotArmed : LeaseOutcome.Disarmed));

    public Task<LiveLease?> Read() => Task.FromResult(_lease);

    private Task<LeaseReceipt> Answer((LiveLease? Next, LeaseOutcome Outcome) step)
    {
        World.Acts.Enqueue($"lease {step.Outcome}");
        _lease = step.Next;
        return Task.FromResult(new LeaseReceipt(step.Outcome, _lease));
    }
}

internal sealed class AuditStandIn : Grain, IOperatorAuditGrain
{
    private Portfolio World => Portfolio.Of(this.GetPrimaryKeyString());

    public Task<AuditEntry> Record(Guid id, string actor, string action, string detail)
    {
        if (World.AuditFault is { } fault) throw fault;
        if (World.Audit.FirstOrDefault(known => known.Id == id) is { } there) return Task.FromResult(there);
        var previous = World.Audit.LastOrDefault()?.Hash ?? "";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}{id}{actor}{action}{detail}")));
        var entry = new AuditEntry(World.Audit.Count + 1, id, World.Now, actor, action, detail, previous, hash);
        World.Audit.Enqueue(entry);
        World.Acts.Enqueue("audit " + action);
        return Task.FromResult(entry);
    }

    public Task<ImmutableArray<AuditEntry>> Read(long after, int take) =>
        Task.FromResult(World.Audit.Where(entry => entry.Sequence > after).Take(take).ToImmutableArray());

    public Task<long?> Verify() => Task.FromResult<long?>(null);
}

internal sealed class IdempotencyStandIn : Grain, IIdempotencyGrain
{
    private string? _hash;
    private Guid _id;
    private int? _status;
    private string? _body;

    public Task<IdempotencyClaim> Claim(string requestHash, Guid proposedId)
    {
        if (_hash is null) (_hash, _id) = (requestHash, proposedId);
        return Task.FromResult(new IdempotencyClaim(_hash == requestHash, _id, _status, _body));
    }

    public Task Complete(int status, string body)
    {
        if (_status is null) (_status, _body) = (status, body);
        return Task.CompletedTask;
    }
}

internal sealed class SagaStandIn : Grain, IOpportunityGrain
{
    public static readonly HashSet<Guid> Asked = [];

    public Task<SagaView> Read()
    {
        var id = this.GetPrimaryKey();
        lock (Asked) Asked.Add(id);
        return Task.FromResult(Portfolio.Saga(Sagas[new OpportunityId(id)]));
    }

    public static readonly System.Collections.Concurrent.ConcurrentDictionary<OpportunityId, DecisionRecord> Sagas = new();

    public Task<CommandReceipt> Execute(ExecutionCommand command) => throw new NotSupportedException();

    public Task<SagaView> Advance(Epoch epoch) => throw new NotSupportedException();

    public Task<SagaView> Revoke(Epoch epoch) => throw new NotSupportedException();
}
