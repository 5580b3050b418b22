using Orchestrator.Chain.Tests.Node;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Simulation;

namespace Orchestrator.Chain.Tests.Conformance;

/// <summary>Everything that a simulated venue holds at this moment, as the accounts that a chain would have.</summary>
internal static class VenueChain
{
    public static IEnumerable<ChainAccount> Of(VenueMachine venue)
    {
        var (layout, market) = (venue.Layout, venue.Market);
        for (var i = 0; i < layout.SystemAccounts.Count; i++)
            if (i != VenueLayout.FeeCollector) yield return new ChainAccount(layout.SystemAccounts[i], market.Lamports[i], ProgramIds.System, []);
        foreach (var key in venue.Accounts.Addresses().Where(key => key != Mints.WrappedSol))
        {
            var account = venue.Accounts.Find(key);
            yield return ChainAccount.Of(key, account.Owner, account.Data.ToArray()) is var plain && Wrapped(venue, key) is { } lamports
                ? plain with { Lamports = plain.Lamports + lamports } : plain;
        }
    }

    /// <summary>Wrapped SOL stands in the account's lamports as well.</summary>
    private static ulong? Wrapped(VenueMachine venue, PublicKey key) =>
        venue.Layout.TokenAccountIndex.TryGetValue(key, out var index) && venue.Layout.TokenAccounts[index].Token == VenueToken.Sol ? venue.Market.Amounts[index] : null;
}
