using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.Token2022;

/// <summary>What a mint's extensions mean for a swap through a pool.</summary>
internal static class MintTerms
{
    private const TokenTraps Stops = TokenTraps.NonTransferable | TokenTraps.Paused | TokenTraps.DefaultFrozen;

    /// <summary>Whether tokens of this mint can be swapped at all, and by rules known here.</summary>
    public static QuoteRefusal SwapRefusal(in TokenMint mint)
    {
        if ((mint.Traps & Stops) != 0) return QuoteRefusal.SwapDisabled;
        return (mint.Traps & (TokenTraps.TransferHook | TokenTraps.Unknown)) != 0 ? QuoteRefusal.Unsupported : QuoteRefusal.None;
    }

    /// <summary>The account must have been fetched.</summary>
    public static DecodeRefusal Read(IAccountSource accounts, PublicKey key, out TokenMint mint)
    {
        mint = default;
        return accounts.Find(key) is { } account ? TokenMint.Read(account.Owner, account.Data.Span, out mint) : DecodeRefusal.Uninitialized;
    }
}
