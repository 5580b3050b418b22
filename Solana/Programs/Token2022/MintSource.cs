using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.Token2022;

/// <summary>The mints of a pool: plain ones need no account, Token-2022 ones do, for their transfer fee.</summary>
internal static class MintSource
{
    /// <summary>True when the mint's account must be fetched before the pool can be quoted.</summary>
    public static bool IsMissing(IAccountSource accounts, PublicKey mint, PublicKey program) =>
        program == ProgramIds.Token2022 && accounts.Find(mint) is null;

    /// <summary>Reads the mint; refuses one that another program owns than the pool says.</summary>
    public static DecodeRefusal Read(IAccountSource accounts, PublicKey mint, PublicKey program, byte decimals, out TokenMint read)
    {
        read = TokenMint.Plain(decimals);
        if (program == ProgramIds.Token && accounts.Find(mint) is null) return DecodeRefusal.None;
        if (program != ProgramIds.Token && program != ProgramIds.Token2022) return DecodeRefusal.InvalidField;
        if (accounts.Find(mint) is not { } account) return DecodeRefusal.Uninitialized;
        if (account.Owner != program) return DecodeRefusal.WrongOwner;
        var refusal = TokenMint.Read(account.Owner, account.Data.Span, out read);
        if (refusal != DecodeRefusal.None) return refusal;
        return read.Base.Decimals == decimals ? DecodeRefusal.None : DecodeRefusal.InvalidField;
    }

    /// <summary>Reads a mint whose program only its own account tells.</summary>
    public static DecodeRefusal Read(IAccountSource accounts, PublicKey mint, byte decimals, out TokenMint read)
    {
        read = default;
        return accounts.Find(mint) is { } account ? Read(accounts, mint, account.Owner, decimals, out read) : DecodeRefusal.Uninitialized;
    }

    /// <summary>Why tokens of this mint cannot change hands now; None when they can.</summary>
    public static QuoteRefusal WhyNotTransferable(in TokenMint mint)
    {
        if ((mint.Traps & (TokenTraps.Paused | TokenTraps.NonTransferable)) != 0) return QuoteRefusal.SwapDisabled;
        return (mint.Traps & (TokenTraps.TransferHook | TokenTraps.Unknown)) != 0 ? QuoteRefusal.Unsupported : QuoteRefusal.None;
    }
}
