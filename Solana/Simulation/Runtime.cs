using System.Collections.Frozen;
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
    /// <summary>Part of the runtime itself; a program that runs in its machine stops otherwise when its units are spent.</summary>
    public static readonly FrozenSet<PublicKey> Builtins = new[] { ProgramIds.System, ProgramIds.ComputeBudget }.ToFrozenSet();

    private static readonly FrozenSet<PublicKey> Programs =
        new[] { ProgramIds.System, ProgramIds.ComputeBudget, ProgramIds.Memo, ProgramIds.Save, ProgramIds.RaydiumCpmm }.ToFrozenSet();

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Changes the market by the fee and, when everything succeeds, by the instructions.</summary>
    public static RuntimeOutcome Execute(PreparedMessage message, Market market)
    {
        var payer = market.SystemAccount(message.Message.FeePayer);
        if (FeeError(market, payer, message.Fees.Fee) is { } unpaid) return new RuntimeOutcome(false, unpaid, 0, 0, 0, []);

        var owned = new OwnedBalances(market, message.Message.FeePayer, payer);
        market.Lamports[payer] -= message.Fees.Fee;
        market.Lamports[VenueLayout.FeeCollector] += message.Fees.Fee;
        market.Save();
        var units = 0ul;
        var error = RunAll(message, market, ref units) ?? RentError(market, message.Keys);
        if (error is not null) market.Restore();
        return new RuntimeOutcome(true, error, units, message.Fees.Fee, error is null ? message.Tip : 0, owned.Changes());
    }

    private static string? FeeError(Market market, int payer, ulong fee)
    {
        if (payer < 0 || market.Lamports[payer] == 0) return "AccountNotFound";
        if (market.Lamports[payer] < fee) return "InsufficientFundsForFee";
        return market.Lamports[payer] - fee is > 0 and < Rent.MinimumLamports ? "InsufficientFundsForRent" : null;
    }

    private static string? RunAll(PreparedMessage message, Market market, ref ulong units)
    {
        // Programs are loaded before anything runs.
        foreach (var instruction in message.Message.Instructions)
            if (!Programs.Contains(message.Keys[instruction.ProgramIndex])) return "ProgramAccountNotFound";
        for (var index = 0; index < message.Message.Instructions.Length; index++)
        {
            var call = new Call(message, index, market);
            var error = Run(call, out var used);
            units += used;
            if (units > message.Fees.UnitLimit) return Builtins.Contains(call.Program) ? "ComputationalBudgetExceeded" : "ProgramFailedToComplete";
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
        units = 5_000;
        return Memo(call);
    }

    private static string? Transfer(Call call)
    {
        if (!SystemTransfer.TryRead(call.Instruction, call.Message.Keys, out var transfer)) return "InvalidInstructionData";
        if (!call.IsSigner(0)) return "MissingRequiredSignature";
        if (!call.IsWritable(0) || !call.IsWritable(1)) return "ReadonlyLamportChange";
        var from = call.Market.SystemAccount(call.Key(0));
        if (transfer.Lamports == 0) return null;
        if (from < 0 || call.Market.Lamports[from] < transfer.Lamports) return "Custom(1)";
        if (call.IsProgramAccount(transfer.To)) return "InvalidAccountForTransfer";
        var to = call.Market.SystemAccount(transfer.To);
        if (to < 0) to = call.Market.CreateSystemAccount(transfer.To);

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
            // The runtime refuses to log what is no text, and ends the program.
            return "ProgramFailedToComplete";
        }
    }

    private static string? RentError(Market market, PublicKey[] keys)
    {
        foreach (var key in keys)
            if (market.SystemAccount(key) is >= 0 and var account && market.Lamports[account] is > 0 and < Rent.MinimumLamports)
                return "InsufficientFundsForRent";
        return null;
    }
}
