using Orchestrator.Solana.Jupiter;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Programs;
using Orchestrator.Solana.Programs.AssociatedToken;
using Orchestrator.Solana.Programs.JupiterRouter;

namespace Orchestrator.Solana.Execution;

/// <summary>Takes an answer of Jupiter apart before anything of it enters a message of ours. Pure. The signer judges the message once more, from its bytes alone.</summary>
internal static class AggregatorCheck
{
    /// <returns>The first thing that is wrong, as a stable word with its detail; null with the route when nothing is.</returns>
    public static string? First(JupiterSwap answer, JupiterQuote quote, PublicKey wallet, out JupiterRoute? route)
    {
        route = null;
        if (answer.TokenLedger is not null || answer.Cleanup is not null || !answer.Other.IsEmpty) return "more_than_a_swap: it would need instructions beside it";
        foreach (var setup in answer.Setup)
            if (!IsOurAccount(setup.ProgramId, [.. setup.Accounts.Select(account => account.Key)], setup.Data.Span, wallet)) return $"foreign_setup: {setup.ProgramId}";
        PublicKey[] accounts = [.. answer.Swap.Accounts.Select(account => account.Key)];
        if (JupiterSwaps.TryRead(new(answer.Swap.ProgramId, accounts, answer.Swap.Data.Span), out var swap, out route) is var refusal && refusal != DecodeRefusal.None)
            return $"route_unreadable: {refusal}";
        if (swap!.Trader != wallet) return $"another_trader: {swap.Trader}";
        if (swap.Source != Own(quote.InputMint)) return $"foreign_source: {swap.Source}";
        if (swap.Destination != Own(quote.OutputMint)) return $"foreign_destination: {swap.Destination}";
        if (swap.MintOut != quote.OutputMint || (swap.MintIn is { } mint && mint != quote.InputMint)) return $"wrong_mint: {swap.MintOut}";
        if (swap.Amount != quote.InAmount) return $"wrong_amount: {swap.Amount}, {quote.InAmount} asked for";
        // One beside it: versions of the program round differently.
        return swap.Limit + 1 < quote.Threshold ? $"softer_bound: {swap.Limit}, {quote.Threshold} quoted" : null;

        PublicKey Own(PublicKey mint) => ProgramAddress.AssociatedToken(wallet, mint, ProgramIds.Token);
    }

    /// <summary>What makes an account of ours is left out of the message, and harmless; anything else was to do something for the swap.</summary>
    private static bool IsOurAccount(PublicKey program, PublicKey[] accounts, ReadOnlySpan<byte> data, PublicKey wallet) =>
        program == ProgramIds.AssociatedToken && accounts.Length == 6 && accounts[0] == wallet && accounts[2] == wallet
        && (data.IsEmpty || (data.Length == 1 && (AssociatedTokenTag)data[0] is AssociatedTokenTag.Create or AssociatedTokenTag.CreateIdempotent));
}
