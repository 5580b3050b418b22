using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>What a transaction of ours costs whether it pays or not, and its tip.</summary>
internal static class TransactionCosts
{
    /// <summary>One signature, priority fee and tip.</summary>
    public static long Lamports(ExecutionSettings execution) => checked((long)(
        ComputeBudget.LamportsPerSignature
        + ComputeBudget.PriorityFee(execution.MicroLamportsPerUnit, execution.ComputeUnitLimit)
        + execution.TipLamports));
}
