using Orchestrator.Solana.Keys;

namespace Orchestrator.Solana.Programs.JupiterRouter;

/// <summary>Reads swaps through Jupiter. Not among the programs that are read for people: its plans name venues by the dozen, and only those we know ourselves are understood here.</summary>
public static class JupiterSwaps
{
    private const int RouteAccounts = 9, SharedAccounts = 13;

    /// <summary>
    /// The one swap that an instruction makes; a refusal when it is not understood to the last byte. An optional account that is left out is the program itself.
    /// </summary>
    public static DecodeRefusal TryRead(in InstructionView view, out SwapRequest? swap, out JupiterRoute? route)
    {
        swap = null;
        if (JupiterRoute.TryRead(view.Data, out route) is var refusal && refusal != DecodeRefusal.None) return refusal;
        var accounts = view.Accounts;
        if (accounts.Length < (route!.IsShared ? SharedAccounts : RouteAccounts)) return DecodeRefusal.TooFewAccounts;
        var (trader, source, destination, mint, feeAccount) = route.IsShared
            ? (accounts[2], accounts[3], accounts[6], accounts[8], accounts[9])
            : (accounts[1], accounts[2], accounts[3], accounts[5], accounts[6]);
        // Where the output goes in the end, when it is not the account above.
        if (!route.IsShared && accounts[4] != ProgramIds.Jupiter && accounts[4] != destination) return DecodeRefusal.InvalidField;
        if (route.PlatformFeeBps != 0 || feeAccount != ProgramIds.Jupiter) return DecodeRefusal.InvalidField;
        foreach (var step in route.Plan)
            if (!accounts.Contains(step.Program)) return DecodeRefusal.TooFewAccounts;
        swap = new SwapRequest(ProgramIds.Jupiter, trader, source, destination, ExactIn: true, route.InAmount, route.LeastOut)
        {
            MintIn = route.IsShared ? accounts[7] : null, MintOut = mint,
        };
        return DecodeRefusal.None;
    }
}
