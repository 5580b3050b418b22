namespace Orchestrator.Domain.Execution;

/// <summary>Where one execution stands. Each state is durable before the effect that follows it.</summary>
public enum ExecutionState
{
    Reserved = 0,
    Simulated = 1,
    /// <summary>Pinned; signature, message hash, last valid height and epoch are stored. Nothing was sent yet, but from here on it may be.</summary>
    Intent = 2,
    Submitted = 3,
    /// <summary>Nobody knows whether it landed.</summary>
    Unknown = 4,
    Landed = 5,
    LandedWithError = 6,
    /// <summary>Every signature is dead by block height at finalized commitment.</summary>
    Expired = 7,
    Voided = 8,
    Posted = 9,
}

public enum ExecutionStep
{
    SimulationPassed = 0,
    SimulationFailed = 1,
    /// <summary>Plan, signer, deadline or halt said no before an intent was stored.</summary>
    Refused = 2,
    /// <summary>The reservation's time ran out; only before an intent.</summary>
    TimeRanOut = 3,
    /// <summary>The reservation is pinned and the intent stored.</summary>
    IntentStored = 4,
    /// <summary>Handed to the network for the first time, or the same bytes again.</summary>
    Sent = 5,
    /// <summary>An answer was lost, late or contradictory; or a restart found an intent.</summary>
    BecameAmbiguous = 6,
    /// <summary>A finalized status without an error.</summary>
    FoundLanded = 7,
    /// <summary>A finalized status with an error: the fee is paid.</summary>
    FoundLandedWithError = 8,
    /// <summary>Two nodes that do not lag are past the last valid height with the margin and know no status.</summary>
    ProvenDead = 9,
    /// <summary>The book has let the capital go.</summary>
    CapitalReleased = 10,
    /// <summary>The book has taken in the change of balances.</summary>
    ResultBooked = 11,
    /// <summary>The intent was stored, but a signer that remembers everything proves that it never released a signature.</summary>
    NothingSigned = 12,
}

/// <summary>The life of an execution as one table. What is not in it cannot happen.</summary>
public static class ExecutionTransitions
{
    private static readonly Dictionary<(ExecutionState, ExecutionStep), ExecutionState> Table = new()
    {
        [(ExecutionState.Reserved, ExecutionStep.SimulationPassed)] = ExecutionState.Simulated,
        [(ExecutionState.Reserved, ExecutionStep.SimulationFailed)] = ExecutionState.Voided,
        [(ExecutionState.Reserved, ExecutionStep.Refused)] = ExecutionState.Voided,
        [(ExecutionState.Reserved, ExecutionStep.TimeRanOut)] = ExecutionState.Voided,

        [(ExecutionState.Simulated, ExecutionStep.IntentStored)] = ExecutionState.Intent,
        [(ExecutionState.Simulated, ExecutionStep.SimulationFailed)] = ExecutionState.Voided,
        [(ExecutionState.Simulated, ExecutionStep.Refused)] = ExecutionState.Voided,
        [(ExecutionState.Simulated, ExecutionStep.TimeRanOut)] = ExecutionState.Voided,

        // From here on no row reads a clock: block height and finalized status decide (I6, I15).
        [(ExecutionState.Intent, ExecutionStep.Sent)] = ExecutionState.Submitted,
        [(ExecutionState.Intent, ExecutionStep.BecameAmbiguous)] = ExecutionState.Unknown,
        [(ExecutionState.Intent, ExecutionStep.ProvenDead)] = ExecutionState.Expired,
        [(ExecutionState.Intent, ExecutionStep.NothingSigned)] = ExecutionState.Expired,
        [(ExecutionState.Intent, ExecutionStep.FoundLanded)] = ExecutionState.Landed,
        [(ExecutionState.Intent, ExecutionStep.FoundLandedWithError)] = ExecutionState.LandedWithError,

        [(ExecutionState.Submitted, ExecutionStep.Sent)] = ExecutionState.Submitted,
        [(ExecutionState.Submitted, ExecutionStep.BecameAmbiguous)] = ExecutionState.Unknown,
        [(ExecutionState.Submitted, ExecutionStep.FoundLanded)] = ExecutionState.Landed,
        [(ExecutionState.Submitted, ExecutionStep.FoundLandedWithError)] = ExecutionState.LandedWithError,
        [(ExecutionState.Submitted, ExecutionStep.ProvenDead)] = ExecutionState.Expired,

        [(ExecutionState.Unknown, ExecutionStep.Sent)] = ExecutionState.Unknown,
        [(ExecutionState.Unknown, ExecutionStep.BecameAmbiguous)] = ExecutionState.Unknown,
        [(ExecutionState.Unknown, ExecutionStep.FoundLanded)] = ExecutionState.Landed,
        [(ExecutionState.Unknown, ExecutionStep.FoundLandedWithError)] = ExecutionState.LandedWithError,
        [(ExecutionState.Unknown, ExecutionStep.ProvenDead)] = ExecutionState.Expired,

        [(ExecutionState.Landed, ExecutionStep.ResultBooked)] = ExecutionState.Posted,
        [(ExecutionState.LandedWithError, ExecutionStep.ResultBooked)] = ExecutionState.Posted,
        [(ExecutionState.Expired, ExecutionStep.CapitalReleased)] = ExecutionState.Voided,
    };

    /// <returns>False when the step is not possible in this state; <paramref name="next"/> is then the same state.</returns>
    public static bool TryMove(ExecutionState state, ExecutionStep step, out ExecutionState next)
    {
        if (Table.TryGetValue((state, step), out next)) return true;
        next = state;
        return false;
    }

    public static bool IsTerminal(ExecutionState state) => state is ExecutionState.Voided or ExecutionState.Posted;

    /// <summary>A signature may be alive: only the chain ends it.</summary>
    public static bool MayBeAlive(ExecutionState state) =>
        state is ExecutionState.Intent or ExecutionState.Submitted or ExecutionState.Unknown;
}
