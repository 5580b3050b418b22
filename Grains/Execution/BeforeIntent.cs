using System.Security.Cryptography;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Execution;

/// <summary>From a reservation to a stored intent: plan, simulate, pin, sign. No byte leaves the host here.</summary>
internal sealed class BeforeIntent(SagaContext context)
{
    private SagaPorts Ports => context.Ports;

    /// <returns>True when there is more to do now; false when only the chain can bring it on.</returns>
    public async Task<bool> PlanAndSimulate(CancellationToken cancel)
    {
        var command = context.Saga.Command;
        if (context.Now >= command.Deadline) return await End(ExecutionOutcome.Refused, SagaCodes.Deadline, null, VoidReason.Refused);
        var (plan, planning) = await context.Timed("plan", Ports.Planner.Plan(command, cancel));
        if (plan.Message is not { } message)
            return await End(ExecutionOutcome.Refused, plan.Refusal ?? SagaCodes.SimulationFailed, plan.Detail, VoidReason.Refused);
        // Asked beside the simulation: a trade waits for one answer of the nodes, not for two.
        var heading = context.RecentHead(cancel);
        var simulating = context.Timed("simulate", Ports.Chain.Simulate(message, cancel));
        await Task.WhenAll(heading, simulating).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var (simulation, simulated) = await simulating;
        if (simulation.Error is { } error)
            return await End(ExecutionOutcome.SimulationFailed, SagaCodes.SimulationFailed, error, VoidReason.SimulationFailed);
        var head = await heading;
        if (ChainRules.IsDisputed(plan.LastValidBlockHeight, head))
            throw new ChainUnavailableException($"The hash is said to live until block {plan.LastValidBlockHeight}, and no two nodes are beyond block {head.BlockHeight}.");
        var next = context.Saga.Timed("plan", planning).Timed("simulate", simulated).After(ExecutionStep.SimulationPassed, context.Now) with
        {
            Message = message,
            MessageHash = Convert.ToHexStringLower(SHA256.HashData(message)),
            LastValidBlockHeight = ChainRules.LastValid(plan.LastValidBlockHeight, head),
            SimulatedSlot = simulation.Slot,
        };
        context.MayBeSigned = false;
        await context.Store("simulated", next);
        return true;
    }

    /// <inheritdoc cref="PlanAndSimulate"/>
    public async Task<bool> PinAndSign(CancellationToken cancel)
    {
        var saga = context.Saga;
        if (context.Now >= saga.Command.Deadline) return await End(ExecutionOutcome.Refused, SagaCodes.Deadline, null, VoidReason.NothingSigned);
        var head = await context.RecentHead(cancel);
        // What can no longer land is not worth a signature.
        if (head.BlockHeight > saga.LastValidBlockHeight)
            return await End(ExecutionOutcome.Refused, SagaCodes.BlockhashExpired, null, VoidReason.NothingSigned);
        if (!await SimulateAgainWhenStale(head, cancel)) return true;
        var pinned = await context.Effect("pin", () => context.Book.Pin(saga.Command.Id, saga.Epoch));
        switch (pinned)
        {
            case PinOutcome.Pinned:
                return await SignUnlessHalted(head, cancel);
            case PinOutcome.OlderEpoch or PinOutcome.UnknownEpoch:
                // Somebody newer decides now, and will say so.
                return false;
            case PinOutcome.Halted:
                return await End(ExecutionOutcome.Refused, SagaCodes.Halted, null, VoidReason.Refused);
            default:
                return await End(ExecutionOutcome.Refused, SagaCodes.ReservationGone, pinned.ToString(), VoidReason.Refused);
        }
    }

    /// <summary>A reservation pinned before a crash stays pinned; a halt that came meanwhile still allows no new intent.</summary>
    private async Task<bool> SignUnlessHalted(ChainHead head, CancellationToken cancel) =>
        await context.Book.MaySend(context.Saga.Command.Id, context.Saga.Epoch) switch
        {
            SendPermit.Granted => await SignAndStore(head, cancel),
            SendPermit.Halted => await End(ExecutionOutcome.Refused, SagaCodes.Halted, null, VoidReason.NothingSigned),
            _ => false,
        };

    private async Task<bool> SimulateAgainWhenStale(ChainHead head, CancellationToken cancel)
    {
        if (!ChainRules.IsStale(context.Saga.SimulatedSlot, head)) return true;
        var (again, took) = await context.Timed("simulate", Ports.Chain.Simulate(context.Saga.Message!, cancel));
        if (again.Error is { } error)
        {
            await End(ExecutionOutcome.SimulationFailed, SagaCodes.SimulationFailed, error, VoidReason.NothingSigned);
            return false;
        }

        await context.Store("simulated_again", context.Saga.Timed("simulate", took) with { SimulatedSlot = again.Slot });
        return true;
    }

    private async Task<bool> SignAndStore(ChainHead head, CancellationToken cancel)
    {
        var saga = context.Saga;
        var request = new SignRequest(saga.Command.Id, saga.Epoch, saga.Message!, saga.LastValidBlockHeight, head.FinalizedBlockHeight);
        var mayHaveBeenSigned = context.MayBeSigned;
        context.MayBeSigned = true;
        var (signed, took) = await context.Effect("sign", () => context.Timed("sign", Ports.Signer.Sign(request, cancel)));
        if (signed.Refusal == SignRefusal.None)
        {
            var intent = saga.Timed("sign", took).After(ExecutionStep.IntentStored, context.Now) with
            {
                Transaction = signed.Transaction, Signature = signed.Signature,
            };
            await context.Store("intent", intent);
            return true;
        }

        // A refusal is the signer's own word that it made nothing now; what a crashed activation got from it is another matter.
        context.MayBeSigned = mayHaveBeenSigned;
        Log.SignerRefused(Ports.Log, saga.Command.Id.ToString(), signed.Detail is null ? signed.Refusal.ToString() : $"{signed.Refusal}: {signed.Detail}");
        return signed.Refusal switch
        {
            SignRefusal.PolicyViolation => await End(ExecutionOutcome.Refused, SagaCodes.SignerPolicy, signed.Detail, VoidReason.NothingSigned),
            SignRefusal.NotSent => await End(ExecutionOutcome.Refused, SagaCodes.NotSent, signed.Detail, VoidReason.NothingSigned),
            SignRefusal.MessageUnreadable => await End(ExecutionOutcome.Refused, SagaCodes.MessageUnreadable, signed.Detail, VoidReason.NothingSigned),
            // An older epoch must not act, while another message may live nothing is released, and a busy signer is asked again: all only wait.
            _ => false,
        };
    }

    private async Task<bool> End(ExecutionOutcome outcome, string code, string? detail, VoidReason release)
    {
        var mayBeSigned = context.Saga.State == ExecutionState.Simulated && context.MayBeSigned;
        // A reservation that was never pinned was never signed for: pinning comes first.
        var needsDeath = mayBeSigned && release == VoidReason.NothingSigned;
        await context.DecideToEnd(new SagaEnding(outcome, code, detail, release, needsDeath));
        return true;
    }
}
