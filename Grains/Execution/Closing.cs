using Orchestrator.Domain.Breakers;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;

namespace Orchestrator.Grains.Execution;

/// <summary>Tells the book how it ended, exactly once in effect: every call may be repeated after a crash.</summary>
internal sealed class Closing(SagaContext context)
{
    private SagaPorts Ports => context.Ports;

    /// <summary>Ends what never became an intent.</summary>
    /// <returns>False while only the chain can prove that no signature of it lives.</returns>
    public async Task<bool> Release(SagaEnding ending, CancellationToken cancel)
    {
        if (ending.NeedsDeath)
        {
            var head = await Ports.Chain.Head(cancel);
            if (!ChainRules.IsPast(context.Saga.LastValidBlockHeight, head.FinalizedBlockHeight)) return false;
        }

        if (!await Free(ending.NeedsDeath ? VoidReason.ProvenDead : ending.Release)) return false;
        var step = ending switch
        {
            { Outcome: ExecutionOutcome.SimulationFailed } => ExecutionStep.SimulationFailed,
            { Code: SagaCodes.Deadline } => ExecutionStep.TimeRanOut,
            _ => ExecutionStep.Refused,
        };
        var result = context.ResultOf(ending.Outcome, Lamports.Zero, ending.Code);
        await context.Store("voided", context.Saga.After(step, context.Now, ending.Detail ?? ending.Code) with { Result = result });
        return true;
    }

    public async Task<bool> ReleaseDead()
    {
        if (!await Free(VoidReason.ProvenDead)) return false;
        var result = context.ResultOf(ExecutionOutcome.Expired, Lamports.Zero, SagaCodes.BlockhashExpired);
        await context.Store("voided", context.Saga.After(ExecutionStep.CapitalReleased, context.Now) with { Result = result });
        return true;
    }

    public async Task<bool> Book()
    {
        var saga = context.Saga;
        var request = Settlement.Of(saga.Command, saga.Signature!, saga.Landing!);
        if (saga.Realised is null)
        {
            var reckoned = Settlement.Realised(await context.Book.Book(), request, Ports.Settings.Breakers, context.Now);
            await context.Store("reckoned", saga with { Realised = reckoned });
        }

        var posted = await context.Effect("post", () => context.Book.Post(request));
        if (posted.Outcome is not (PostOutcome.Posted or PostOutcome.PostedLate or PostOutcome.Duplicate))
            return await Halt(posted.Outcome.ToString());
        var realised = posted.Outcome == PostOutcome.Duplicate ? context.Saga.Realised!.Value : posted.Realised;
        var failed = saga.State == ExecutionState.LandedWithError;
        var result = context.ResultOf(
            failed ? ExecutionOutcome.LandedWithError : ExecutionOutcome.Landed, realised, failed ? SagaCodes.FailedOnChain : null, request.Position);
        await context.Store("posted", context.Saga.After(ExecutionStep.ResultBooked, context.Now) with { Realised = realised, Result = result });
        return true;
    }

    private async Task<bool> Free(VoidReason reason)
    {
        var outcome = await context.Effect("void", () => context.Book.Void(context.Saga.Command.Id, reason));
        return outcome is VoidOutcome.Voided or VoidOutcome.AlreadyReleased or VoidOutcome.NoSuchReservation || await Halt(outcome.ToString());
    }

    /// <summary>Book and saga contradict each other: nobody may trade on that until a person has looked.</summary>
    private async Task<bool> Halt(string outcome)
    {
        var id = context.Saga.Command.Id.ToString();
        Log.ResultNotBooked(Ports.Log, id, context.Saga.Signature ?? "none", outcome);
        await context.Book.Halt(HaltCause.Reconciliation, $"The book answers {outcome} to the end of {id}.", "execution");
        return false;
    }
}
