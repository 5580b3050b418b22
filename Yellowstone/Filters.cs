using Google.Protobuf;
using Orchestrator.Solana.Geyser.Protos;
using Orchestrator.Solana.Keys;

namespace Orchestrator.Yellowstone;

/// <summary>A request that makes no filter; the message is what a server answers after "failed to create filter: ".</summary>
public sealed class FilterException(string message) : Exception(message);

/// <summary>The filters of one request. Fields of a filter are joined by AND, the entries of a list by OR.</summary>
/// <remarks>Source: rpcpool/yellowstone-grpc, README. Every request replaces all filters of the one before.</remarks>
internal sealed class Filters
{
    private readonly SubscribeRequest _request;
    private readonly List<(string Name, TransactionFilter Filter)> _transactions;
    private readonly List<(string Name, TransactionFilter Filter)> _statuses;
    private readonly List<(string Name, AccountFilter Filter)> _accounts;
    private readonly List<(string Name, SubscribeRequestFilterBlocks Filter, HashSet<ByteString> Include)> _blocks;

    /// <exception cref="FilterException">A key or value of the request cannot be used.</exception>
    public Filters(SubscribeRequest request)
    {
        _request = request;
        _transactions = [.. request.Transactions.Select(entry => (entry.Key, new TransactionFilter(entry.Value)))];
        _statuses = [.. request.TransactionsStatus.Select(entry => (entry.Key, new TransactionFilter(entry.Value)))];
        _accounts = [.. request.Accounts.Select(entry => (entry.Key, new AccountFilter(entry.Value)))];
        _blocks = [.. request.Blocks.Select(entry => (entry.Key, entry.Value, Keys(entry.Value.AccountInclude)))];
    }

    public CommitmentLevel Commitment => _request.HasCommitment ? _request.Commitment : CommitmentLevel.Processed;

    /// <summary>The status at which a slot's data is sent.</summary>
    public SlotStatus Threshold => Commitment switch
    {
        CommitmentLevel.Processed => SlotStatus.SlotProcessed,
        CommitmentLevel.Confirmed => SlotStatus.SlotConfirmed,
        _ => SlotStatus.SlotFinalized,
    };

    /// <summary>What one update becomes for this subscriber: itself, a part of it, its status, or nothing.</summary>
    public IEnumerable<SubscribeUpdate> Apply(SubscribeUpdate update)
    {
        switch (update.UpdateOneofCase)
        {
            case SubscribeUpdate.UpdateOneofOneofCase.Slot:
                return Named(update, _request.Slots.Where(slot => Matches(slot.Value, update.Slot)).Select(slot => slot.Key));
            case SubscribeUpdate.UpdateOneofOneofCase.Account:
                var matched = _accounts.Where(account => account.Filter.Matches(update.Account.Account)).Select(account => account.Name);
                return Named(Sliced(update), matched);
            case SubscribeUpdate.UpdateOneofOneofCase.Transaction:
                return Transaction(update);
            case SubscribeUpdate.UpdateOneofOneofCase.Block:
                return _blocks.Select(block => BlockViews.Of(update, block.Name, block.Filter, block.Include));
            case SubscribeUpdate.UpdateOneofOneofCase.BlockMeta:
                return Named(update, _request.BlocksMeta.Keys);
            case SubscribeUpdate.UpdateOneofOneofCase.Entry:
                return Named(update, _request.Entry.Keys);
            default:
                return [];
        }
    }

    internal static HashSet<ByteString> Keys(IEnumerable<string> keys) => [.. keys.Select(Key)];

    internal static ByteString Key(string text) =>
        PublicKey.TryParse(text, out var key) ? ByteString.CopyFrom(key.AsSpan()) : throw new FilterException($"invalid key \"{text}\"");

    private IEnumerable<SubscribeUpdate> Transaction(SubscribeUpdate update)
    {
        var info = update.Transaction.Transaction;
        var whole = Named(update, _transactions.Where(filter => filter.Filter.Matches(info)).Select(filter => filter.Name));
        var names = _statuses.Where(filter => filter.Filter.Matches(info)).Select(filter => filter.Name);
        var status = new SubscribeUpdate
        {
            CreatedAt = update.CreatedAt,
            TransactionStatus = new SubscribeUpdateTransactionStatus
            {
                Slot = update.Transaction.Slot, Signature = info.Signature, IsVote = info.IsVote, Index = info.Index, Err = info.Meta?.Err,
            },
        };
        return [.. whole, .. Named(status, names)];
    }

    private bool Matches(SubscribeRequestFilterSlots filter, SubscribeUpdateSlot slot)
    {
        if (slot.Status > SlotStatus.SlotFinalized) return filter.InterslotUpdates;
        return !filter.FilterByCommitment || slot.Status == Threshold;
    }

    private SubscribeUpdate Sliced(SubscribeUpdate update)
    {
        if (_request.AccountsDataSlice.Count == 0) return update;
        var copy = update.Clone();
        var data = update.Account.Account.Data;
        var parts = _request.AccountsDataSlice.Where(slice => slice.Offset + slice.Length <= (ulong)data.Length)
            .SelectMany(slice => data.Skip((int)slice.Offset).Take((int)slice.Length));
        copy.Account.Account.Data = ByteString.CopyFrom([.. parts]);
        return copy;
    }

    private static IEnumerable<SubscribeUpdate> Named(SubscribeUpdate update, IEnumerable<string> names)
    {
        string[] matched = [.. names];
        if (matched.Length == 0) yield break;
        var named = update.Clone();
        named.Filters.Clear();
        named.Filters.AddRange(matched);
        yield return named;
    }
}
