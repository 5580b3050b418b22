using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Domain.Risk;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// The book of one portfolio, keyed by its name. Every change is one transaction that is durable before it is answered; every change may be
/// asked for again and answers the same. A fault says that nothing is known: ask again.
/// </summary>
[Alias("portfolio-grain"), GrainInterfaceType("portfolio")]
public interface IPortfolioGrain : IGrainWithStringKey
{
    /// <summary>A new orchestrator activation takes over and gets the next epoch; every older one is refused from here on.</summary>
    [Alias("take-over")]
    Task<Epoch> TakeOver();

    /// <summary>Sets capital aside for one trade: the authoritative run of the checks.</summary>
    [Alias("reserve")]
    Task<ReserveResult> Reserve(ReserveRequest request);

    /// <summary>Before an intent is stored: from here on no time ends the reservation.</summary>
    [Alias("pin")]
    Task<PinOutcome> Pin(OpportunityId id, Epoch epoch);

    /// <summary>Right before a first send: whether the book still wants it. Reads what is committed, changes nothing.</summary>
    [Alias("may-send")]
    Task<SendPermit> MaySend(OpportunityId id, Epoch epoch);

    /// <summary>Seen at confirmed commitment: frees the running slot, not the capital.</summary>
    [Alias("confirm")]
    Task<ConfirmOutcome> Confirm(OpportunityId id, Epoch epoch);

    /// <summary>Settles with what happened on chain at finalized commitment.</summary>
    [Alias("post")]
    Task<PostResult> Post(PostRequest request);

    /// <summary>Settles what never landed.</summary>
    [Alias("void")]
    Task<VoidOutcome> Void(OpportunityId id, VoidReason reason);

    /// <summary>Releases reservations that are past their time and were never pinned. Costs nothing when there is none.</summary>
    [Alias("expire-due")]
    Task<ImmutableArray<Reservation>> ExpireDue();

    /// <summary>A deposit or a withdrawal. Transfers go through <see cref="ITransferGrain"/>.</summary>
    [Alias("move")]
    Task<MoveOutcome> Move(Movement movement);

    /// <summary>One side of a transfer, within the caller's transaction.</summary>
    /// <exception cref="NotSupportedException">There is no transaction to join.</exception>
    [Alias("move-within"), Transaction(TransactionOption.Join)]
    Task<MoveOutcome> MoveWithin(Movement movement);

    /// <summary>Shows what a transaction of several portfolios has committed here.</summary>
    [Alias("refresh")]
    Task Refresh();

    /// <summary>Stops trading until an operator resumes it; survives every restart.</summary>
    [Alias("halt")]
    Task<HaltOutcome> Halt(HaltCause cause, string reason, string by);

    [Alias("resume")]
    Task<HaltOutcome> Resume(string reason, string by);

    /// <param name="strategy">Null pauses all.</param>
    [Alias("pause")]
    Task<PauseOutcome> Pause(StrategyId? strategy, PauseCause cause, string reason);

    /// <param name="strategy">Null ends the pause of all, not those of single strategies.</param>
    [Alias("unpause")]
    Task<PauseOutcome> Unpause(StrategyId? strategy);

    /// <summary>As <see cref="Pause"/>, for the orchestrator of this epoch; an older one is refused.</summary>
    [Alias("pause-by")]
    Task<PauseOutcome> PauseBy(Epoch epoch, StrategyId strategy, PauseCause cause, string reason);

    /// <summary>As <see cref="Unpause"/>, for the orchestrator of this epoch; an older one is refused.</summary>
    [Alias("unpause-by")]
    Task<PauseOutcome> UnpauseBy(Epoch epoch, StrategyId strategy);

    [Alias("set-budgets")]
    Task<BudgetOutcome> SetBudgets(ImmutableArray<StrategyBudget> budgets);

    [Alias("set-marks")]
    Task<MarkOutcome> SetMarks(ImmutableArray<Mark> marks);

    /// <summary>Compares the book with the chain at finalized commitment; a difference halts. Empty when they agree.</summary>
    /// <param name="chain">What we own beyond the fee reserve, per asset.</param>
    [Alias("reconcile")]
    Task<ImmutableArray<BalanceDifference>> Reconcile(ImmutableArray<BalanceChange> chain);

    /// <summary>The last committed state, for people. Cheap; never shows what is not durable.</summary>
    [Alias("snapshot"), AlwaysInterleave]
    Task<PortfolioSnapshot> Snapshot();

    /// <summary>The last committed book, for the orchestrator's own copy. Cheap; never shows what is not durable.</summary>
    [Alias("book"), AlwaysInterleave]
    Task<CapitalBook> Book();

    /// <summary>Moves the book to another silo between two transactions: one that is under way calls back to where it began and would hold up all others there.</summary>
    /// <param name="patience">Longest wait for such a moment; after it the book stays until its silo goes.</param>
    /// <returns>False when it stayed.</returns>
    [Alias("hand-over"), AlwaysInterleave]
    Task<bool> HandOver(SiloAddress successor, TimeSpan patience);
}

/// <summary>Refusals are checked in the order of their numbers.</summary>
public enum SendPermit
{
    Granted = 0,
    OlderEpoch = 10,
    UnknownEpoch = 11,
    NoSuchReservation = 12,
    NotPinned = 13,
    /// <summary>After a halt nothing is sent for the first time, unless an operator closes a position.</summary>
    Halted = 14,
}
