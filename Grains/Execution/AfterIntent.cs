using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Execution;

/// <summary>
/// From a stored intent to what the chain says of it. A clock only decides whether a send is still wanted; release is decided by status and
/// block height alone (I6, I15).
/// </summary>
internal sealed class AfterIntent(SagaContext context)
{
    private SagaPorts Ports => context.Ports;

    /// <returns>True when the outcome is known and can be booked now.</returns>
    public async Task<bool> SendAndResolve(CancellationToken cancel)
    {
        if (context.Saga.State == ExecutionState.Intent && await FirstSend(cancel)) return false;
        var status = await Ports.Chain.Status(context.Saga.Signature!, cancel);
        if (ChainRules.IsFinal(status))
        {
            var step = status.Landing!.Error is null ? ExecutionStep.FoundLanded : ExecutionStep.FoundLandedWithError;
            await context.Store("landed", context.Saga.After(step, context.Now, status.Landing.Error) with { Landing = status.Landing });
            return true;
        }

        if (ChainRules.IsDead(status, context.Saga.LastValidBlockHeight))
        {
            await context.Store("expired", context.Saga.After(ExecutionStep.ProvenDead, context.Now));
            return true;
        }

        if (status.Commitment >= Commitment.Confirmed) await Confirm();
        else if (status.Commitment == Commitment.None && context.Saga.State != ExecutionState.Intent) await SendAgain(cancel);
        return false;
    }

    private async Task<bool> FirstSend(CancellationToken cancel)
    {
        var head = await context.RecentHead(cancel);
        if (IsTooLate(head)) return false;
        // A store that is put back to before this intent must be refused, not believed, once its bytes are out.
        await context.Effect("anchor", Ports.Anchor.Anchor);
        if (!await IsWanted(head, cancel)) return false;
        await context.Store("submitted", context.Saga.After(ExecutionStep.Sent, context.Now) with { Sends = 1, SentSlot = head.Slot });
        await Send(cancel);
        return true;
    }

    /// <summary>The same bytes, while the trade is wanted and nobody knows them.</summary>
    private async Task SendAgain(CancellationToken cancel)
    {
        var saga = context.Saga;
        if (saga.Sends >= ChainRules.SendsMax) return;
        var head = await Ports.Chain.Head(cancel);
        if (head.Slot < saga.SentSlot + ChainRules.ResendGap || head.BlockHeight > saga.LastValidBlockHeight) return;
        if (!await IsWanted(head, cancel)) return;
        await context.Store(
            "resent", context.Saga.After(ExecutionStep.Sent, context.Now) with { Sends = context.Saga.Sends + 1, SentSlot = head.Slot });
        await Send(cancel);
    }

    private async Task<bool> IsWanted(ChainHead head, CancellationToken cancel)
    {
        var saga = context.Saga;
        if (IsTooLate(head)) return false;
        if (ChainRules.IsStale(saga.SimulatedSlot, head))
        {
            var (again, took) = await context.Timed("simulate", Ports.Chain.Simulate(saga.Message!, cancel));
            if (again.Error is not null) return false;
            await context.Store("simulated_again", saga.Timed("simulate", took) with { SimulatedSlot = again.Slot });
        }

        // Asked last, so that as little as possible lies between a halt and a send.
        return await context.Book.MaySend(saga.Command.Id, saga.Epoch) == SendPermit.Granted;
    }

    private bool IsTooLate(ChainHead head) => context.Now >= context.Saga.Command.Deadline || head.BlockHeight > context.Saga.LastValidBlockHeight;

    private async Task Send(CancellationToken cancel)
    {
        var (outcome, _) = await context.Effect("send", () => context.Timed("send", Hand(cancel)));
        Ports.Metrics.Sent();
        if (outcome.Receipt == SendReceipt.Accepted || context.Saga.State != ExecutionState.Submitted) return;
        // Even a plain no is one node's word: what it did with the bytes nobody knows.
        await context.Store("unknown", context.Saga.After(ExecutionStep.BecameAmbiguous, context.Now, outcome.Detail ?? outcome.Receipt.ToString()));
    }

    private async ValueTask<SendOutcome> Hand(CancellationToken cancel)
    {
        try
        {
            return await Ports.Chain.Send(context.Saga.Transaction!, cancel);
        }
        catch (ChainUnavailableException fault)
        {
            return new SendOutcome(SendReceipt.Unknown, fault.Message);
        }
    }

    private async Task Confirm()
    {
        if (context.Saga.Confirmed) return;
        var outcome = await context.Effect("confirm", () => context.Book.Confirm(context.Saga.Command.Id, context.Saga.Epoch));
        if (outcome is ConfirmOutcome.Confirmed) await context.Store("confirmed", context.Saga with { Confirmed = true });
    }
}
