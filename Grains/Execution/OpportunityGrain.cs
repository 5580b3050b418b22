using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Grains.Channels;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Channels;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams.Core;

namespace Orchestrator.Grains.Execution;

/// <summary>The saga of one commanded opportunity. Every step is stored before its effect; whatever crashes, the next activation goes on.</summary>
[GrainType("opportunity"), ImplicitStreamSubscription(ChannelNames.OrchestratorCommands)]
internal sealed class OpportunityGrain : Grain, IOpportunityGrain, IStreamSubscriptionObserver
{
    /// <summary>More steps than one run of the table can have.</summary>
    private const int StepsMax = 16;

    private readonly SagaPorts ports;
    private readonly SagaContext context;
    private readonly ChannelReader<ExecutionCommand> commands;
    private bool published;
    private ExecutionCommand? told;

    public OpportunityGrain(
        [PersistentState("saga", StateNames.Grains)] IPersistentState<SagaState> state, SagaPorts ports, ChannelReading channels)
    {
        this.ports = ports;
        context = new SagaContext(state, ports, this);
        commands = new ChannelReader<ExecutionCommand>(TradingChannels.Commands, (_, command) => Take(command), channels);
    }

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => commands.Attach(handleFactory);

    public async Task<CommandReceipt> Execute(ExecutionCommand command)
    {
        if (command.Id.Value != this.GetPrimaryKey()) return new(CommandCodes.AnotherCommand);
        if (!context.Exists)
        {
            if (command.Epoch < context.RevokedBelow) return new(CommandCodes.OlderEpoch);
            await context.Store("accepted", Saga.Of(command, context.Now));
            return new(CommandCodes.Accepted);
        }

        if (!context.Saga.IsOf(command)) return new(CommandCodes.AnotherCommand);
        if (command.Epoch < context.Saga.Epoch) return new(CommandCodes.OlderEpoch);
        return new(context.Saga.IsOver ? CommandCodes.AlreadyOver : CommandCodes.AlreadyAccepted);
    }

    public async Task<SagaView> Advance(Epoch epoch)
    {
        if (!context.Exists && told is { } command) await Execute(command);
        if (!context.Exists) return View();
        if (epoch < context.Saga.Epoch)
        {
            Log.OlderEpoch(ports.Log, context.Saga.Command.Id.Value, epoch, context.Saga.Epoch);
            return View();
        }

        if (epoch > context.Saga.Epoch) await context.Store("adopted", context.Saga with { Epoch = epoch });
        try
        {
            for (var steps = 0; steps < StepsMax && await Step(CancellationToken.None); steps++)
            {
                // Each round is one arrow of the table.
            }
        }
        catch (ChainUnavailableException fault)
        {
            ports.Metrics.Waited();
            Log.ChainUnavailable(ports.Log, context.Saga.Command.Id.Value, fault);
        }

        if (context.Saga.IsOver) await TellResult();
        return View();
    }

    public Task<SagaView> Read() => Task.FromResult(View());

    public async Task<SagaView> Revoke(Epoch epoch)
    {
        if (!context.Exists && epoch > context.RevokedBelow) await context.RevokeBelow(epoch);
        return View();
    }

    private Task<bool> Step(CancellationToken cancel)
    {
        if (context.Saga is { Ending: { } ending, State: ExecutionState.Reserved or ExecutionState.Simulated })
            return new Closing(context).Release(ending, cancel);
        return context.Saga.State switch
        {
            ExecutionState.Reserved => new BeforeIntent(context).PlanAndSimulate(cancel),
            ExecutionState.Simulated => new BeforeIntent(context).PinAndSign(cancel),
            ExecutionState.Intent or ExecutionState.Submitted or ExecutionState.Unknown => new AfterIntent(context).SendAndResolve(cancel),
            ExecutionState.Landed or ExecutionState.LandedWithError => new Closing(context).Book(),
            ExecutionState.Expired => new Closing(context).ReleaseDead(),
            _ => Task.FromResult(false),
        };
    }

    /// <summary>Once per activation: after a crash it is told again under the same event id, and readers know it.</summary>
    private async Task TellResult()
    {
        if (published) return;
        ports.Faults.Reach("saga.publish.before");
        await ports.Publisher.Publish(context.Saga.Result!);
        published = true;
        ports.Metrics.Ended(context.Saga.Result!.Outcome);
        ports.Faults.Reach("saga.publish.after");
    }

    /// <summary>
    /// The channel brings a command before the decision behind it is in the journal, so nothing is stored of it yet: the orchestrator drives the saga on once
    /// it is, and gives the command again where this activation was lost.
    /// </summary>
    private async Task Take(ExecutionCommand command)
    {
        if (!context.Exists && command.Id.Value == this.GetPrimaryKey())
        {
            told ??= command;
            return;
        }

        var receipt = await Execute(command);
        if (receipt.Code is CommandCodes.AnotherCommand or CommandCodes.OlderEpoch)
            Log.CommandNotTaken(ports.Log, command.Id.Value, receipt.Code);
    }

    private SagaView View() => context.Exists
        ? context.Saga.View()
        : new SagaView(new OpportunityId(this.GetPrimaryKey()), null, Epoch.None, null, 0, 0, null, [], false, null);
}
