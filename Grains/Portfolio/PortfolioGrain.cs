using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Risk;
using Orchestrator.Grains.Braking;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Orleans.Transactions.Abstractions;

namespace Orchestrator.Grains.Portfolio;

/// <summary>One book in one transactional state: the hot path takes one storage write and no distributed lock.</summary>
/// <remarks>Reentrant, because transactions call back into the activation while a transition waits for its commit.</remarks>
[GrainType("portfolio"), Reentrant]
internal sealed class PortfolioGrain : Grain, IPortfolioGrain
{
    private readonly BookKeeper keeper;
    private readonly BookKeeping shared;
    private readonly SnapshotAnnouncer announcer;
    private (CapitalBook Book, RiskLimits Limits, PortfolioSnapshot Snapshot)? shown;

    public PortfolioGrain(
        [TransactionalState("book", StateNames.Transactions)] ITransactionalState<PortfolioState> state, BookKeeping shared, ChannelPublisher publisher)
    {
        this.shared = shared;
        keeper = new BookKeeper(new PortfolioId(this.GetPrimaryKeyString()), state, shared, DeactivateOnIdle);
        announcer = new SnapshotAnnouncer(publisher, shared.Metrics, shared.Time, shared.Log);
        keeper.Changed += () => announcer.Announce(() => SnapshotOf(keeper.Shown!));
    }

    public Task<Epoch> TakeOver() => keeper.Commit("take_over", (book, _) => book.TakeOver());

    public async Task<ReserveResult> Reserve(ReserveRequest request)
    {
        var result = await keeper.Commit("reserve", (book, now) => book.Reserve(request, shared.Settings.Risk, keeper.Archive, now));
        return Told(result, "reserve", request.Epoch, result.Outcome == ReserveOutcome.OlderEpoch);
    }

    public async Task<PinOutcome> Pin(OpportunityId id, Epoch epoch)
    {
        var outcome = await keeper.Commit("pin", (book, now) => book.Pin(id, epoch, keeper.Archive, now));
        return Told(outcome, "pin", epoch, outcome == PinOutcome.OlderEpoch);
    }

    public async Task<SendPermit> MaySend(OpportunityId id, Epoch epoch)
    {
        var permit = SendPermits.Of(await keeper.Read(), id, epoch);
        return Told(permit, "send", epoch, permit == SendPermit.OlderEpoch);
    }

    public async Task<ConfirmOutcome> Confirm(OpportunityId id, Epoch epoch)
    {
        var outcome = await keeper.Commit("confirm", (book, _) => book.Confirm(id, epoch));
        return Told(outcome, "confirm", epoch, outcome == ConfirmOutcome.OlderEpoch);
    }

    public Task<PostResult> Post(PostRequest request) =>
        keeper.Commit("post", (book, now) => book.Post(request, shared.Settings.Breakers, keeper.Archive, now));

    public Task<VoidOutcome> Void(OpportunityId id, VoidReason reason) =>
        keeper.Commit("void", (book, now) => book.Void(id, reason, keeper.Archive, now));

    public async Task<ImmutableArray<Reservation>> ExpireDue()
    {
        var now = shared.Clock.Now;
        var book = await keeper.Read();
        return book.Reservations.Any(reservation => reservation.IsExpired(now))
            ? await keeper.Commit("expire", (current, at) => current.ExpireDue(at))
            : [];
    }

    public Task<MoveOutcome> Move(Movement movement) =>
        movement.Kind is MovementKind.Deposit or MovementKind.Withdrawal
            ? keeper.Commit("move", (book, now) => MoveOn(book, movement, now))
            : Task.FromResult(MoveOutcome.Malformed);

    public Task<MoveOutcome> MoveWithin(Movement movement) => keeper.Join("transfer", (book, now) => MoveOn(book, movement, now));

    public Task Refresh() => keeper.Refresh();

    public Task<HaltOutcome> Halt(HaltCause cause, string reason, string by)
    {
        if (string.IsNullOrWhiteSpace(reason) || string.IsNullOrWhiteSpace(by)) return Task.FromResult(HaltOutcome.ReasonMissing);
        // In force before the store is asked: one that refuses must not keep anybody from stopping.
        var halt = new HeldHalt(cause, reason, by, shared.Clock.Now);
        var portfolio = new PortfolioId(this.GetPrimaryKeyString());
        if (keeper.Committed?.Halt is null) shared.Brake.Put(portfolio, halt);
        var first = ReferenceEquals(shared.Brake.Of(portfolio), halt);
        return keeper.Commit("halt", (book, _) =>
        {
            var (next, outcome) = book.StopTrading(cause, reason, by, halt.At);
            // The transaction began with this very halt, unless another was stored already.
            return (next, first && ReferenceEquals(next, book) && halt.IsOn(book) ? HaltOutcome.Halted : outcome);
        });
    }

    public Task<HaltOutcome> Resume(string reason, string by) => keeper.Commit("resume", (book, now) => book.Resume(reason, by, now));

    public Task<PauseOutcome> Pause(StrategyId? strategy, PauseCause cause, string reason) => keeper.Commit("pause", (book, now) =>
    {
        var pause = new Pause(cause, reason, now);
        return strategy is { } one ? book.PauseStrategy(one, pause) : book.PauseAll(pause);
    });

    public Task<PauseOutcome> Unpause(StrategyId? strategy) =>
        keeper.Commit("unpause", (book, _) => strategy is { } one ? book.ResumeStrategy(one) : book.ResumeAll());

    public async Task<PauseOutcome> PauseBy(Epoch epoch, StrategyId strategy, PauseCause cause, string reason)
    {
        var outcome = await keeper.Commit("pause", (book, now) => book.PauseStrategy(epoch, strategy, new Pause(cause, reason, now)));
        return Told(outcome, "pause", epoch, outcome == PauseOutcome.OlderEpoch);
    }

    public async Task<PauseOutcome> UnpauseBy(Epoch epoch, StrategyId strategy)
    {
        var outcome = await keeper.Commit("unpause", (book, _) => book.ResumeStrategy(epoch, strategy));
        return Told(outcome, "unpause", epoch, outcome == PauseOutcome.OlderEpoch);
    }

    public Task<BudgetOutcome> SetBudgets(ImmutableArray<StrategyBudget> budgets) => keeper.Commit("budgets", (book, _) => book.SetBudgets(budgets));

    public Task<MarkOutcome> SetMarks(ImmutableArray<Mark> marks) =>
        keeper.Commit("marks", (book, now) => book.SetMarks(marks, shared.Settings.Breakers, now));

    public Task<ImmutableArray<BalanceDifference>> Reconcile(ImmutableArray<BalanceChange> chain) =>
        keeper.Commit("reconcile", (book, now) => book.Reconcile(chain, now));

    public Task<bool> HandOver(SiloAddress successor, TimeSpan patience) => keeper.BetweenTransactions(
        () =>
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, successor);
            MigrateOnIdle();
        },
        patience);

    public async Task<PortfolioSnapshot> Snapshot() => SnapshotOf(await keeper.Read());

    public Task<CapitalBook> Book() => keeper.Read();

    /// <summary>Two orchestrators are alive, or one just was: people must see it, for it should be rare.</summary>
    private T Told<T>(T answer, string operation, Epoch epoch, bool isOlder)
    {
        // Without an epoch it was a rehearsal.
        if (!isOlder || epoch == Epoch.None) return answer;
        shared.Metrics.OlderEpoch(operation);
        Log.OlderEpoch(shared.Log, this.GetPrimaryKeyString(), operation, epoch, keeper.Committed!.Epoch);
        return answer;
    }

    private (CapitalBook Next, MoveOutcome Outcome) MoveOn(CapitalBook book, Movement movement, DateTimeOffset now) =>
        book.Move(movement, shared.Settings.Risk, shared.Settings.Breakers, now);

    /// <summary>Made once per book, limits and day, and shared by all who ask.</summary>
    private PortfolioSnapshot SnapshotOf(CapitalBook book)
    {
        var limits = shared.Settings.Risk;
        var now = shared.Clock.Now;
        if (shown is { } last && ReferenceEquals(last.Book, book) && ReferenceEquals(last.Limits, limits)
            && CapitalBook.DayOf(last.Snapshot.At) == CapitalBook.DayOf(now))
            return last.Snapshot;
        var snapshot = PortfolioSnapshot.Of(book, limits, now);
        shown = (book, limits, snapshot);
        return snapshot;
    }
}
