using System.Collections.Immutable;
using System.Text;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Simulation;

/// <summary>What executing a message did.</summary>
/// <param name="Landed">False when it may not even be charged: the payer cannot pay the fee.</param>
internal readonly record struct RuntimeOutcome(
    bool Landed, string? Error, ulong Units, ulong Fee, ulong Tip, ImmutableArray<BalanceChange> Changes);

/// <summary>Executes messages as the chain does: the fee first, then all instructions or none.</summary>
internal static class Runtime
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Changes the market by the fee and, when everything succeeds, by the instructions.</summary>
    public static RuntimeOutcome Execute(PreparedMessage message, Market market)
    {
        var payer = market.SystemAccount(message.Message.FeePayer);
        if (payer < 0 || !CanPay(market.Lamports[payer], message.Fees.Fee))
            return new RuntimeOutcome(false, "InsufficientFundsForFee", 0, 0, 0, []);

        var owned = new OwnedBalances(market, message.Message.FeePayer, payer);
        market.Lamports[payer] -= message.Fees.Fee;
        market.Lamports[VenueLayout.FeeCollector] += message.Fees.Fee;
        market.Save();
        var units = 0ul;
        var error = RunAll(message, market, ref units) ?? RentError(market, payer);
        if (error is not null) market.Restore();
        return new RuntimeOutcome(true, error, units, message.Fees.Fee, error is null ? message.Tip : 0, owned.Changes());
    }

    private static bool CanPay(ulong lamports, ulong fee) =>
        lamports >= fee && (lamports - fee == 0 || lamports - fee >= Rent.MinimumLamports);

    private static string? RunAll(PreparedMessage message, Market market, ref ulong units)
    {
        for (var index = 0; index < message.Message.Instructions.Length; index++)
        {
            var call = new Call(message, index, market);
            var error = Run(call, out var used);
            units += used;
            if (units > message.Fees.UnitLimit) return "ComputationalBudgetExceeded";
            if (error is not null) return error;
        }

        return null;
    }

    // Units: SwapBaseInput, FlashBorrow and FlashRepay as measured on the real programs; System and ComputeBudget as in Agave's builtins.
    private static string? Run(Call call, out ulong units)
    {
        if (call.Program == ProgramIds.RaydiumCpmm) { units = 40_000; return SwapProgram.Run(call); }
        if (call.Program == ProgramIds.Save) { units = call.Data is [LendingProgram.FlashBorrowTag, ..] ? 16_770ul : 25_570; return LendingProgram.Run(call); }
        units = 150;
        if (call.Program == ProgramIds.ComputeBudget) return null;
        if (call.Program == ProgramIds.System) return Transfer(call);
        if (call.Program == ProgramIds.Memo) { units = 5_000; return Memo(call); }
        return "ProgramAccountNotFound";
    }

    private static string? Transfer(Call call)
    {
        if (!SystemTransfer.TryRead(call.Instruction, call.Message.Keys, out var transfer)) return "InvalidInstructionData";
        if (!call.IsSigner(0)) return "MissingRequiredSignature";
        if (!call.IsWritable(0) || !call.IsWritable(1)) return "ReadonlyLamportChange";
        var from = call.Market.SystemAccount(call.Key(0));
        if (from < 0 || call.Market.Lamports[from] < transfer.Lamports) return "Custom(1)";
        if (call.IsProgramAccount(transfer.To)) return "InvalidAccountForTransfer";
        var to = call.Market.SystemAccount(transfer.To);
        if (to < 0)
        {
            if (transfer.Lamports < Rent.MinimumLamports) return "InsufficientFundsForRent";
            to = call.Market.CreateSystemAccount(transfer.To);
        }

        call.Market.Lamports[from] -= transfer.Lamports;
        call.Market.Lamports[to] += transfer.Lamports;
        return null;
    }

    private static string? Memo(Call call)
    {
        for (var i = 0; i < call.Count; i++)
            if (!call.IsSigner(i)) return "MissingRequiredSignature";
        try
        {
            StrictUtf8.GetCharCount(call.Data);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return "InvalidInstructionData";
        }
    }

    private static string? RentError(Market market, int payer) =>
        market.Lamports[payer] is > 0 and < Rent.MinimumLamports ? "InsufficientFundsForRent" : null;
}
