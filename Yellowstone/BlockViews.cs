using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;

namespace Orchestrator.Yellowstone;

/// <summary>What a subscriber to blocks gets of one: transactions unless declined, accounts and entries only when asked for.</summary>
internal static class BlockViews
{
    public static SubscribeUpdate Of(SubscribeUpdate update, string name, SubscribeRequestFilterBlocks filter, HashSet<ByteString> include)
    {
        var view = update.Clone();
        view.Filters.Clear();
        view.Filters.Add(name);
        var block = view.Block;
        if (filter.HasIncludeTransactions && !filter.IncludeTransactions) block.Transactions.Clear();
        if (!filter.IncludeAccounts) block.Accounts.Clear();
        if (!filter.IncludeEntries) block.Entries.Clear();
        if (include.Count == 0) return view;

        var transactions = block.Transactions.Where(transaction => include.Overlaps(TransactionFilter.KeysOf(transaction))).ToList();
        block.Transactions.Clear();
        block.Transactions.AddRange(transactions);
        var accounts = block.Accounts.Where(account => include.Contains(account.Pubkey)).ToList();
        block.Accounts.Clear();
        block.Accounts.AddRange(accounts);
        return view;
    }
}
