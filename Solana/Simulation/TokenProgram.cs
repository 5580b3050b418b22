namespace Orchestrator.Solana.Simulation;

/// <summary>What SPL Token says to a transfer that another program asks for.</summary>
/// <remarks>Source: solana-program/token, processor.rs, process_transfer; its error numbers.</remarks>
internal static class TokenProgram
{
    private const string InsufficientFunds = "Custom(1)";
    private const string MintMismatch = "Custom(3)";
    private const string OwnerMismatch = "Custom(4)";
    private const string Overflow = "Custom(14)";

    /// <param name="source">Place of the account among those of the instruction, as the two that follow.</param>
    /// <param name="authority">Who must have signed; null when the calling program signs for its own account.</param>
    public static string? Transfer(Call call, int source, int destination, int? authority, ulong amount)
    {
        // A program cannot hand on more rights than the message gave it.
        if (!call.IsWritable(source) || !call.IsWritable(destination)) return "PrivilegeEscalation";
        if (authority is { } signer && !call.IsSigner(signer)) return "PrivilegeEscalation";
        int from = call.TokenAccount(source), to = call.TokenAccount(destination);
        if (from < 0 || to < 0) return "InvalidAccountData";
        var market = call.Market;
        var rows = market.Layout.TokenAccounts;
        if (market.Amounts[from] < amount) return InsufficientFunds;
        if (rows[from].Token != rows[to].Token) return MintMismatch;
        if (authority is { } owner && rows[from].Owner != call.Key(owner)) return OwnerMismatch;
        return market.TryTransfer(from, to, amount) ? null : Overflow;
    }
}
