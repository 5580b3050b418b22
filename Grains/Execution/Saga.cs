using System.Collections.Immutable;
using Orchestrator.Domain;
using Orchestrator.Domain.Capital;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Grains.Interfaces;
using Orleans;

namespace Orchestrator.Grains.Execution;

[GenerateSerializer, Alias("saga-state")]
public sealed class SagaState
{
    /// <summary>Null before a command came.</summary>
    [Id(0)]
    public Saga? Saga { get; set; }

    /// <summary>Without a saga: commands of older epochs are refused.</summary>
    [Id(1)]
    public Epoch RevokedBelow { get; set; }
}

/// <summary>Everything one execution must know after a crash. Immutable; replaced as a whole, stored before each effect.</summary>
/// <param name="Message">The unsigned bytes that were simulated; the same are signed and sent.</param>
/// <param name="LastValidBlockHeight">Bounded: no node can make it later than what a quorum allows.</param>
/// <param name="SimulatedSlot">Slot of the newest simulation of these bytes.</param>
/// <param name="Transaction">The signed bytes; every send uses exactly these.</param>
/// <param name="SentSlot">Slot of the newest send.</param>
/// <param name="Realised">What the landing brought by the book's marks, in lamports of value; null before it was reckoned.</param>
/// <param name="Ending">Decided to end without a landing; the book has not let the capital go yet.</param>
[GenerateSerializer, Immutable, Alias("saga")]
public sealed record Saga(
    [property: Id(0)] ExecutionCommand Command,
    [property: Id(1)] Epoch Epoch,
    [property: Id(2)] ExecutionState State,
    [property: Id(3)] byte[]? Message,
    [property: Id(4)] string? MessageHash,
    [property: Id(5)] ulong LastValidBlockHeight,
    [property: Id(6)] ulong SimulatedSlot,
    [property: Id(7)] byte[]? Transaction,
    [property: Id(8)] string? Signature,
    [property: Id(9)] int Sends,
    [property: Id(10)] ulong SentSlot,
    [property: Id(11)] bool Confirmed,
    [property: Id(12)] Landing? Landing,
    [property: Id(13)] Lamports? Realised,
    [property: Id(14)] SagaEnding? Ending,
    [property: Id(15)] ExecutionResult? Result,
    [property: Id(16)] ImmutableArray<StageTime> Stages,
    [property: Id(17)] ImmutableArray<SagaStep> Steps)
{
    /// <summary>Newest steps kept, for people.</summary>
    public const int StepsMax = 32;

    public static Saga Of(ExecutionCommand command, DateTimeOffset now) => new(
        command, command.Epoch, ExecutionState.Reserved, null, null, 0, 0, null, null, 0, 0, false, null, null, null, null, [],
        [new SagaStep(ExecutionState.Reserved, now, null)]);

    public bool IsOver => ExecutionTransitions.IsTerminal(State);

    /// <summary>The next saga after one step of the table.</summary>
    /// <exception cref="InvalidOperationException">The step is not in the table.</exception>
    public Saga After(ExecutionStep step, DateTimeOffset now, string? note = null)
    {
        if (!ExecutionTransitions.TryMove(State, step, out var next)) throw new InvalidOperationException($"{State} has no step {step}.");
        var steps = Steps.Add(new SagaStep(next, now, note));
        return this with { State = next, Steps = steps.Length > StepsMax ? steps.RemoveAt(1) : steps };
    }

    /// <summary>Adds real time to a stage.</summary>
    public Saga Timed(string stage, TimeSpan took)
    {
        for (var i = 0; i < Stages.Length; i++)
        {
            if (Stages[i].Stage == stage) return this with { Stages = Stages.SetItem(i, new StageTime(stage, Stages[i].Seconds + took.TotalSeconds)) };
        }

        return this with { Stages = Stages.Add(new StageTime(stage, took.TotalSeconds)) };
    }

    /// <summary>The same order, whoever repeats it: epoch and moment of the decision may differ after a takeover.</summary>
    public bool IsOf(ExecutionCommand other) =>
        Command with { Epoch = other.Epoch, DecidedAt = other.DecidedAt, Route = other.Route } == other
        && (Command.Route.IsDefaultOrEmpty ? other.Route.IsDefaultOrEmpty : !other.Route.IsDefault && Command.Route.SequenceEqual(other.Route));

    public SagaView View() =>
        new(Command.Id, State, Epoch, Signature, LastValidBlockHeight, Sends, Result, Steps, Confirmed || IsOver, Command);
}

/// <param name="Release">What the book is told once nothing of it can be alive.</param>
/// <param name="NeedsDeath">A signature may have been made before a crash: only block height proves that none is alive.</param>
[GenerateSerializer, Immutable, Alias("saga-ending")]
public sealed record SagaEnding(
    [property: Id(0)] ExecutionOutcome Outcome,
    [property: Id(1)] string Code,
    [property: Id(2)] string? Detail,
    [property: Id(3)] VoidReason Release,
    [property: Id(4)] bool NeedsDeath);
