using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.SplToken;

/// <summary>A pool's token account.</summary>
internal static class Vault
{
    /// <summary>Reads the amount and checks the mint. The account must have been fetched.</summary>
    public static DecodeRefusal Read(IAccountSource accounts, PublicKey key, PublicKey mint, out ulong amount)
    {
        amount = 0;
        if (accounts.Find(key) is not { } account) return DecodeRefusal.Uninitialized;
        var refusal = TokenAccount.Read(account.Owner, account.Data.Span, out var vault);
        if (refusal != DecodeRefusal.None) return refusal;
        if (vault.Mint != mint) return DecodeRefusal.InvalidField;
        amount = vault.Amount;
        return DecodeRefusal.None;
    }
}
