using Orchestrator.Domain.Money;

namespace Orchestrator.Domain.Execution;

/// <summary>Turns a command into the exact bytes that would be signed. Reads the chain, changes nothing.</summary>
public interface IExecutionPlanner
{
    /// <summary>Builds the message on current state, with bounds recomputed. A trade that no longer pays is a refusal, not a fault.</summary>
    ValueTask<PlanOutcome> Plan(ExecutionCommand command, CancellationToken cancel);
}

/// <summary>A message ready to be simulated and signed, or the reason why there is none.</summary>
/// <param name="Message">The unsigned message, or null when refused.</param>
/// <param name="LastValidBlockHeight">Block height after which the message can never land: the maximum over the nodes asked.</param>
/// <param name="Refusal">Stable code of the refusal, for example <c>no_longer_profitable</c>; null when there is a message.</param>
public readonly record struct PlanOutcome(byte[]? Message, ulong LastValidBlockHeight, string? Refusal, string? Detail)
{
    public static PlanOutcome Built(byte[] message, ulong lastValidBlockHeight) => new(message, lastValidBlockHeight, null, null);

    public static PlanOutcome Refused(string code, string detail) => new(null, 0, code, detail);
}
