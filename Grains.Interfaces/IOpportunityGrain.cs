using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orleans;

namespace Orchestrator.Grains.Interfaces;

/// <summary>
/// The saga of one commanded opportunity: simulate, store the intent, sign, send, resolve. Every arrow is stored before its effect.
/// Keyed by opportunity id. Commands arrive on <c>orchestrator_commands</c>; the orchestrator drives it on until it is terminal.
/// </summary>
[Alias("opportunity-grain"), GrainInterfaceType("opportunity")]
public interface IOpportunityGrain : IGrainWithGuidKey
{
    /// <summary>Accepts the order, once. The same command again is harmless; another one for the same id is refused by name.</summary>
    [Alias("execute")]
    Task<CommandReceipt> Execute(ExecutionCommand command);

    /// <summary>
    /// Goes as far as it can without waiting. After a takeover <paramref name="epoch"/> is the new orchestrator's:
    /// an older one is refused, a newer one is adopted before anything is done.
    /// </summary>
    [Alias("advance")]
    Task<SagaView> Advance(Epoch epoch);

    [Alias("read")]
    Task<SagaView> Read();

    /// <summary>
    /// Refuses from now on, durably, every command of an epoch older than this one, unless one was accepted before. For a reservation without a
    /// saga, whose command may still be on its way: the book lets it go, and nobody would drive the saga.
    /// </summary>
    /// <returns>The saga when there is one after all.</returns>
    [Alias("revoke")]
    Task<SagaView> Revoke(Epoch epoch);
}

/// <param name="Code">accepted, already_accepted, another_command, older_epoch, already_over.</param>
[GenerateSerializer, Immutable, Alias("command-receipt")]
public readonly record struct CommandReceipt([property: Id(0)] string Code);

/// <param name="State">Null when this opportunity was never commanded.</param>
/// <param name="Confirmed">Seen at confirmed commitment, or over: it no longer holds a running slot.</param>
[GenerateSerializer, Immutable, Alias("saga-view")]
public sealed record SagaView(
    [property: Id(0)] OpportunityId Id,
    [property: Id(1)] ExecutionState? State,
    [property: Id(2)] Epoch Epoch,
    [property: Id(3)] string? Signature,
    [property: Id(4)] ulong LastValidBlockHeight,
    [property: Id(5)] int Sends,
    [property: Id(6)] ExecutionResult? Result,
    [property: Id(7)] ImmutableArray<SagaStep> Steps,
    [property: Id(8)] bool Confirmed,
    [property: Id(9)] ExecutionCommand? Command);

[GenerateSerializer, Immutable, Alias("saga-step")]
public readonly record struct SagaStep([property: Id(0)] ExecutionState State, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? Note);
