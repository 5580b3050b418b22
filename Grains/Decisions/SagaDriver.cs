using Microsoft.Extensions.Logging;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Decisions;

/// <summary>
/// Drives sagas on until they are over. A saga never waits by itself and has no timer: the loop looks at it, again after a crash too.
/// </summary>
internal sealed class SagaDriver(PortfolioId portfolio, LoopPorts ports, RunningSet running, Action<ExecutionResult> finished)
{
    private readonly ILogger _log = ports.Loggers.CreateLogger<SagaDriver>();

    public async Task Drive(Running execution, Epoch epoch)
    {
        execution.Driven = true;
        try
        {
            var view = await Saga(execution.Id).Advance(epoch);
            if (view.State is null)
            {
                // A command that the stream has not brought yet, or lost with a silo, is given again: it is the same command.
                await Saga(execution.Id).Execute(execution.Command!);
                view = await Saga(execution.Id).Advance(epoch);
            }

            See(execution, view);
            execution.Looked();
        }
        catch (Exception fault)
        {
            execution.LookFailed(ports.Clock.Now, ports.Options.CurrentValue.PollInterval);
            if (execution.Faults == 1) Log.DriveFault(_log, execution.Id, fault);
            else Log.DriveFaultAgain(_log, execution.Id, execution.Faults, fault.Message);
        }
        finally
        {
            execution.Driven = false;
        }
    }

    /// <summary>Takes over one open reservation of an earlier epoch: a saga goes on, a reservation without one is given back.</summary>
    public async Task Adopt(Reservation reservation, Epoch epoch)
    {
        var saga = Saga(reservation.Id);
        var view = await saga.Read();
        if (view.Command is not { } command)
        {
            // The command may still be on its way; the saga refuses it when it comes, because the book no longer knows the reservation.
            if (reservation.Pinned) throw new InvalidOperationException($"Reservation {reservation.Id} is pinned and has no saga.");
            await ports.Grains.GetGrain<IPortfolioGrain>(portfolio.Value).Void(reservation.Id, VoidReason.Cancelled);
            Log.OrphanVoided(_log, reservation.Id);
            return;
        }

        var execution = running.Add(reservation.Id);
        execution.Command = command;
        See(execution, view);
    }

    /// <summary>A saga whose capital the book has settled already is driven to its end as well: its result is still owed.</summary>
    /// <returns>The result, when it is over.</returns>
    public async Task<ExecutionResult?> AdoptSettled(OpportunityId id)
    {
        var view = await Saga(id).Read();
        if (view.Result is { } result) return result;
        if (view.Command is not { } command) return null;
        var execution = running.Add(id);
        execution.Command = command;
        See(execution, view);
        return null;
    }

    private void See(Running execution, SagaView view)
    {
        execution.State = view.State;
        if (view.Confirmed) running.Confirm(execution);
        // The result also comes by its channel; whichever is first counts.
        if (view.Result is { } result) finished(result);
    }

    private IOpportunityGrain Saga(OpportunityId id) => ports.Grains.GetGrain<IOpportunityGrain>(id.Value);
}
