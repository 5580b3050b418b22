using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Grains.Interfaces;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Transactions;

namespace Orchestrator.Grains.Transfers;

[GenerateSerializer, Alias("transfer-state")]
public sealed class TransferState
{
    /// <summary>Stored before anything moves.</summary>
    [Id(0)]
    public TransferOrder? Order { get; set; }

    /// <summary>Stored once the outcome is known.</summary>
    [Id(1)]
    public TransferReceipt? Receipt { get; set; }
}

/// <summary>
/// Both books in one Orleans transaction. They are asked one after the other in the order of their names: two transfers that take the same books
/// in another order would hold each other up until the library's time-out.
/// </summary>
/// <remarks>Reentrant, because the transaction begins with a call to the grain itself.</remarks>
[GrainType("transfer"), Reentrant]
internal sealed class TransferGrain(
    [PersistentState("transfer", StateNames.Grains)] IPersistentState<TransferState> state, ILogger<TransferGrain> log) : Grain, ITransferGrain
{
    /// <summary>The books know the transfer's id, so one whose fate is unknown is simply made again, this often.</summary>
    private const int AttemptsMax = 4;

    private Task<TransferReceipt>? running;

    private OpportunityId Id => new(this.GetPrimaryKey());

    public async Task<TransferReceipt> Execute(TransferOrder order)
    {
        if (!IsWellFormed(order)) return new TransferReceipt(Id, TransferOutcome.Malformed, null);
        if (state.State.Order is { } known && known != order) return new TransferReceipt(Id, TransferOutcome.AnotherOrder, null);
        if (state.State.Receipt is { } receipt) return receipt;
        // A repetition that comes while the first is under way waits for it.
        var mine = running ??= Run(order);
        try
        {
            return await mine;
        }
        finally
        {
            if (ReferenceEquals(running, mine)) running = null;
        }
    }

    public Task<TransferReceipt?> Read() => Task.FromResult(state.State.Receipt);

    public async Task<TransferReceipt> MoveBoth(TransferOrder order)
    {
        var give = (Book: order.From, Kind: MovementKind.TransferOut, Other: order.To, Refusal: TransferOutcome.RefusedBySource);
        var take = (Book: order.To, Kind: MovementKind.TransferIn, Other: order.From, Refusal: TransferOutcome.RefusedByTarget);
        foreach (var side in order.From.CompareTo(order.To) < 0 ? new[] { give, take } : [take, give])
        {
            var movement = new Movement(Id, side.Kind, order.Asset, order.Amount, side.Other);
            var outcome = await GrainFactory.GetGrain<IPortfolioGrain>(side.Book.Value).MoveWithin(movement);
            // Thrown, so that the transaction undoes the side that had said yes.
            if (outcome != MoveOutcome.Moved) throw new TransferRefusedException(side.Refusal, outcome);
        }

        return new TransferReceipt(Id, TransferOutcome.Transferred, null);
    }

    private async Task<TransferReceipt> Run(TransferOrder order)
    {
        if (state.State.Order is null)
        {
            state.State.Order = order;
            await state.WriteOrDeactivate(this);
        }

        var receipt = await MoveUntilKnown(order);
        state.State.Receipt = receipt;
        await state.WriteOrDeactivate(this);
        await GrainFactory.GetGrain<IPortfolioGrain>(order.From.Value).Refresh();
        await GrainFactory.GetGrain<IPortfolioGrain>(order.To.Value).Refresh();
        return receipt;
    }

    private async Task<TransferReceipt> MoveUntilKnown(TransferOrder order)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await this.AsReference<ITransferGrain>().MoveBoth(order);
            }
            catch (OrleansTransactionException aborted) when (RefusalIn(aborted) is { } refusal)
            {
                return new TransferReceipt(Id, refusal.Outcome, refusal.Refusal);
            }
            catch (OrleansTransactionException fault) when (attempt < AttemptsMax)
            {
                Log.TransferRetried(log, Id.ToString(), attempt, AttemptsMax, fault);
            }
        }
    }

    private static TransferRefusedException? RefusalIn(Exception? fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            if (inner is TransferRefusedException refusal) return refusal;
        }

        return null;
    }

    private static bool IsWellFormed(TransferOrder order) =>
        !string.IsNullOrEmpty(order.From.Value) && !string.IsNullOrEmpty(order.To.Value) && order.From != order.To && order.Asset.Value is not null;
}

/// <summary>Carries a book's refusal out of a transaction that it must undo.</summary>
[GenerateSerializer, Alias("transfer-refused")]
public sealed class TransferRefusedException : Exception
{
    public TransferRefusedException(TransferOutcome outcome, MoveOutcome refusal)
        : base($"{outcome}: {refusal}")
    {
        Outcome = outcome;
        Refusal = refusal;
    }

    [Id(0)]
    public TransferOutcome Outcome { get; }

    [Id(1)]
    public MoveOutcome Refusal { get; }
}
