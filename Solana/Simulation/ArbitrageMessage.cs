using System.Text;
using Orchestrator.Domain;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Simulation;

/// <summary>One swap as it stands in a message.</summary>
internal readonly record struct PlannedSwap(CycleLeg Leg, ulong AmountIn, ulong MinimumOut);

/// <summary>
/// Writes a trade: compute budget, a memo with the opportunity's id, flash borrow, swaps, flash repay, tip. Without a loan: the swaps alone.
/// The memo keeps two opportunities with the same amounts from being one transaction, and tells an auditor which was which.
/// </summary>
internal static class ArbitrageMessage
{
    private const byte BorrowIndex = 3;

    /// <summary>Null when it does not fit a packet.</summary>
    public static byte[]? Build(
        VenueLayout layout, ExecutionSettings execution, OpportunityId id, IReadOnlyList<PlannedSwap> swaps, ulong borrow, Blockhash blockhash)
    {
        var builder = new MessageBuilder(layout.Wallet);
        foreach (var table in layout.Tables) builder.Use(table);
        builder.Add(ComputeBudget.SetUnitLimit(execution.ComputeUnitLimit))
            .Add(ComputeBudget.SetUnitPrice(execution.MicroLamportsPerUnit))
            .Add(Memo(layout, id));
        var reserve = layout.ReserveOf(swaps[0].Leg.TokenIn);
        if (borrow > 0) builder.Add(LendingProgram.Borrow(layout, reserve!, borrow));
        foreach (var swap in swaps)
            builder.Add(SwapProgram.Build(layout, swap.Leg.Pool, swap.Leg.TokenIn, swap.AmountIn, swap.MinimumOut));
        if (borrow > 0) builder.Add(LendingProgram.Repay(layout, reserve!, borrow, BorrowIndex));
        if (execution.TipLamports > 0) builder.Add(SystemProgram.Transfer(layout.Wallet, TipAccountOf(id), execution.TipLamports));
        return builder.BuildV0(blockhash, out var message) == BuildRefusal.None ? message!.Encode() : null;
    }

    private static Instruction Memo(VenueLayout layout, OpportunityId id) =>
        new(ProgramIds.Memo, [AccountMeta.Signer(layout.Wallet)], Encoding.ASCII.GetBytes(id.Value.ToString("N")));

    // Spread over the tip accounts, so that our own transactions do not queue for one write lock.
    private static PublicKey TipAccountOf(OpportunityId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return TipAccounts.List[bytes[15] % TipAccounts.List.Length];
    }
}
