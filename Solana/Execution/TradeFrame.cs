using System.Text;
using Orchestrator.Domain.Execution;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Execution;

/// <summary>What every message of ours begins and ends with: budget and memo; tip and the floor of the wallet.</summary>
internal sealed class TradeFrame(TradeTerms terms)
{
    /// <summary>What keeps a token account alive, lamports.</summary>
    public const ulong TokenAccountRent = 2_039_280;

    public MessageBuilder Begin(ExecutionCommand command, uint unitLimit)
    {
        var builder = new MessageBuilder(terms.Wallet);
        foreach (var table in terms.Tables) builder.Use(table);
        return builder.Add(ComputeBudget.SetUnitLimit(unitLimit)).Add(ComputeBudget.SetUnitPrice(terms.UnitPrice))
            // Two opportunities with the same amounts are two transactions, and an auditor sees which was which.
            .Add(new Instruction(ProgramIds.Memo, [AccountMeta.Signer(terms.Wallet)], Encoding.ASCII.GetBytes(command.Id.Value.ToString("N"))));
    }

    public TradeDraft End(ExecutionCommand command, MessageBuilder builder, Blockhash blockhash, ulong tip)
    {
        builder.Add(SystemProgram.Transfer(terms.Wallet, TipAccountOf(command), tip));
        if (terms.SolFloor > 0) builder.Add(SystemProgram.Transfer(terms.Wallet, terms.Wallet, terms.SolFloor));
        return builder.BuildV0(blockhash, out var message) is var refusal && refusal == BuildRefusal.None
            ? new(message, null, null)
            : TradeDraft.Refused(PlanRefusals.TooLarge, $"{refusal}: {command.Route.Length} legs");
    }

    /// <summary>Spread over the tip accounts, so that our own transactions do not queue for one write lock.</summary>
    private static PublicKey TipAccountOf(ExecutionCommand command)
    {
        Span<byte> bytes = stackalloc byte[16];
        command.Id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        return TipAccounts.List[bytes[15] % TipAccounts.List.Length];
    }
}
