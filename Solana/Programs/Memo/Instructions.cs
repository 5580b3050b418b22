using System.Text;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions;

namespace Orchestrator.Solana.Programs.Memo;

/// <summary>Writes a text into the transaction's log.</summary>
/// <remarks>Source: solana-program/memo. The program fails on bytes that are not UTF-8.</remarks>
public static class MemoInstructions
{
    /// <param name="signers">Accounts the memo names as having signed; may be none.</param>
    public static Instruction Write(string text, params ReadOnlySpan<PublicKey> signers)
    {
        var accounts = new AccountMeta[signers.Length];
        for (var i = 0; i < signers.Length; i++) accounts[i] = AccountMeta.Signer(signers[i]);
        return new Instruction(ProgramIds.Memo, [.. accounts], Encoding.UTF8.GetBytes(text));
    }
}
