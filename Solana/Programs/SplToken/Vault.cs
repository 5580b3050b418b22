using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.SplToken;

/// <summary>A pool's token account.</summary>
internal static class Vault
{
    /// <summary>Reads the amount and checks mint and token program. The account must have been fetched. Nothing goes in or out of a frozen one.</summary>
    public static DecodeRefusal Read(IAccountSource accounts, PublicKey key, PublicKey mint, PublicKey program, out ulong amount)
    {
        amount = 0;
        if (accounts.Find(key) is not { } account) return DecodeRefusal.Uninitialized;
        var refusal = TokenAccount.Read(account.Owner, account.Data.Span, out var vault);
        if (refusal != DecodeRefusal.None) return refusal;
        if (account.Owner != program) return DecodeRefusal.WrongOwner;
        if (vault.Mint != mint || vault.State == TokenAccountState.Frozen) return DecodeRefusal.InvalidField;
        amount = vault.Amount;
        return DecodeRefusal.None;
    }
}
