using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Rpc;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>Finds out what a message computes: a draft asks for as much as there is, and what it used bounds the message that is signed.</summary>
internal sealed class DraftRun(RpcPool rpc)
{
    /// <summary>Compute units that a draft asks for.</summary>
    public const uint Units = 400_000;

    /// <summary>Over what the draft used, for state that moves between draft and landing: a tenth and 5,000.</summary>
    private const uint Spare = 5_000;

    /// <exception cref="ChainUnavailableException">No node answers.</exception>
    public async Task<(uint Units, PlanOutcome? Failed)> Of(TradeDraft draft, CancellationToken cancel)
    {
        if (draft.Message is not { } message) return (0, PlanOutcome.Refused(draft.Refusal!, draft.Detail ?? ""));
        var answer = await rpc.Read(TransactionCalls.SimulateTransaction(Unsigned.Of(message.Encode()), new SimulateOptions()), cancel);
        if (!answer.TryGet(out var simulated, out var error)) throw new ChainUnavailableException($"The draft could not be simulated: {error.Fault}: {error.Message}");
        if (simulated.Value.Error is { } failed) return (0, PlanOutcome.Refused(PlanRefusals.DraftFailed, failed.ToString()));
        var used = simulated.Value.UnitsConsumed ?? Units;
        return ((uint)Math.Min(ComputeBudget.UnitLimitMax, used + (used / 10) + Spare), null);
    }
}
