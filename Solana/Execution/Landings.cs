using System.Collections.Immutable;
using Orchestrator.Domain.Execution;
using Orchestrator.Domain.Money;
using Orchestrator.Solana.Jito;
using Orchestrator.Solana.Keys;
using Orchestrator.Solana.Transactions.Reading;
using Mint = Orchestrator.Domain.Money.Mint;

namespace Orchestrator.Solana.Execution;

/// <summary>Reads what a landed transaction did to one wallet. Pure: the node's own balances before and after, never an estimate.</summary>
internal static class Landings
{
    /// <returns>Null when the source does not say what it did.</returns>
    public static Landing? Of(FullTransaction transaction, PublicKey wallet)
    {
        if (transaction is not { Slot: { } slot, Meta: { } meta }) return null;
        var accounts = transaction.Accounts;
        if (meta.PreBalances.Length != accounts.Length || meta.PostBalances.Length != accounts.Length) return null;
        var changes = new SortedDictionary<Mint, Int128>();
        Int128 tip = 0;
        for (var i = 0; i < accounts.Length; i++)
        {
            var change = (Int128)meta.PostBalances[i] - meta.PreBalances[i];
            if (accounts[i].Key == wallet) Add(changes, Mint.Sol, change);
            else if (accounts[i].Key is { } key && TipAccounts.All.Contains(key) && change > 0) tip += change;
        }

        foreach (var balance in meta.PostTokenBalances)
            if (balance.Owner == wallet) Add(changes, new Mint(balance.Mint.ToString()), balance.Amount);
        foreach (var balance in meta.PreTokenBalances)
            if (balance.Owner == wallet) Add(changes, new Mint(balance.Mint.ToString()), -(Int128)balance.Amount);
        return new Landing(
            slot, meta.Error?.ToString(), new Lamports(checked((long)meta.Fee)), new Lamports(checked((long)tip)),
            [.. changes.Where(change => change.Value != 0).Select(change => new BalanceChange(change.Key, new SignedUnits(change.Value)))]);
    }

    private static void Add(SortedDictionary<Mint, Int128> changes, Mint mint, Int128 change) => changes[mint] = changes.GetValueOrDefault(mint) + change;
}
