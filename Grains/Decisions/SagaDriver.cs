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
    /// <summary>Sagas asked at once.</summary>
    private const int ReadAtOnce = 32;

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

    /// <summary>How each saga stands. A takeover that asked for one after the other would wait for a store as often as the book has ids.</summary>
    public async Task<IReadOnlyDictionary<OpportunityId, SagaView>> Read(IReadOnlyList<OpportunityId> ids)
    {
        var views = new Dictionary<OpportunityId, SagaView>(ids.Count);
        foreach (var some in ids.Distinct().Chunk(ReadAtOnce))
            foreach (var view in await Task.WhenAll(some.Select(id => Saga(id).Read()))) views.Add(view.Id, view);
        return views;
    }

    /// <summary>Takes over one open reservation of an earlier epoch: a saga goes on, a reservation without one is given back.</summary>
    public async Task Adopt(Reservation reservation, SagaView seen, Epoch epoch)
    {
        // A command that is still on its way must find a saga that refuses it: the book will no longer know its reservation.
        var view = seen.Command is null ? await Saga(reservation.Id).Revoke(epoch) : seen;
        if (view.Command is not { } command)
        {
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
    public ExecutionResult? AdoptSettled(SagaView view)
    {
        if (view.Result is { } result) return result;
        if (view.Command is not { } command) return null;
        var execution = running.Add(view.Id);
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
