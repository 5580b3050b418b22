using Orchestrator.Domain.Money;
using Orchestrator.Domain.Sniping;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.Token2022;

namespace Orchestrator.Solana.Launches;

/// <summary>What a mint's account says of the powers over its holders. Pure.</summary>
internal static class MintFactsReader
{
    public static LookUp<MintFacts> Of(AccountData account)
    {
        var refusal = TokenMint.Read(account.Owner, account.Data.Span, out var mint);
        if (refusal != DecodeRefusal.None) return LookUp<MintFacts>.Failed($"mint: {refusal}");
        var fee = Math.Max(Taken(mint.OlderFee), Taken(mint.NewerFee));
        return LookUp<MintFacts>.Of(new MintFacts(
            mint.Base.MintAuthority?.ToString(), mint.Base.FreezeAuthority?.ToString(), new BaseUnits(mint.Base.Supply), PowersOf(mint.Traps), new BasisPoints(fee)));

        static int Taken(TransferFee fee) => fee.Maximum == 0 ? 0 : fee.BasisPoints;
    }

    private static IssuerPowers PowersOf(TokenTraps traps)
    {
        var powers = IssuerPowers.None;
        foreach (var (trap, power) in Powers)
            if (traps.HasFlag(trap)) powers |= power;
        return powers;
    }

    private static readonly (TokenTraps Trap, IssuerPowers Power)[] Powers =
    [
        (TokenTraps.TransferFeeAuthority, IssuerPowers.TransferFeeAuthority), (TokenTraps.DefaultFrozen, IssuerPowers.DefaultFrozen),
        (TokenTraps.NonTransferable, IssuerPowers.NonTransferable), (TokenTraps.PermanentDelegate, IssuerPowers.PermanentDelegate),
        (TokenTraps.TransferHook, IssuerPowers.TransferHook), (TokenTraps.TransferHookAuthority, IssuerPowers.TransferHookAuthority),
        (TokenTraps.Pausable, IssuerPowers.Pausable), (TokenTraps.Paused, IssuerPowers.Paused), (TokenTraps.MintCloseAuthority, IssuerPowers.MintCloseAuthority),
        (TokenTraps.Confidential, IssuerPowers.Confidential), (TokenTraps.PermissionedBurn, IssuerPowers.PermissionedBurn), (TokenTraps.Unknown, IssuerPowers.Unknown),
    ];
}
